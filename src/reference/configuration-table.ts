import type { JsonSchema } from './config-schema.ts';
import { markdownTable } from './markdown-table.ts';

/** All settings as a table: name, type, default, meaning. */
export function configurationTable(schema: JsonSchema): string {
  return markdownTable(['setting', 'type', 'default', 'meaning'], settingRows(schema, ''));
}

function settingRows(schema: JsonSchema, prefix: string): readonly (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix + name;
    const inner = property.items?.properties ? property.items : property;
    const rows = inner.properties ? settingRows(inner, property.items ? `${path}[].` : `${path}.`) : [];
    const isRequired = schema.required?.includes(name) ?? false;
    const isSection = inner.properties !== undefined && property.description === undefined;
    return isSection
      ? rows
      : [[`\`${path}\``, typeText(property), defaultText(property, isRequired), property.description ?? ''], ...rows];
  });
}

function typeText({ type, enum: words, minimum, maximum, items }: JsonSchema): string {
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (type === 'integer') return minimum === undefined ? 'number' : `number, ${minimum} to ${maximum}`;
  if (type === 'array') return items?.properties ? 'list of mappings' : 'list of texts';
  return { string: 'text', boolean: '`true` or `false`', object: 'mapping' }[type ?? ''] ?? '';
}

function defaultText(property: JsonSchema, isRequired: boolean): string {
  if (property.default !== undefined) return `\`${String(property.default)}\``;
  return isRequired ? 'required' : 'none';
}
