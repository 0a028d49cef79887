import type { SchemaNode } from '../avro/schema.ts';
import type { EntityType } from '../entity.ts';
import { placeholder } from '../treat/redact.ts';
import { bindGeneralize } from './bind-generalize.ts';
import { bindKeep } from './bind-keep.ts';
import { type Binding, BLANK, hint } from './leaf-binding.ts';
import type { Carrier } from './plan.ts';
import { NO_DEFAULT, SINK_STRING } from './sink-node.ts';
import type { Treatment } from './treatment.ts';

/** Dates and counts are no names: a value like 1990 would be found in every text. */
const NO_IDENTITY: ReadonlySet<EntityType> = new Set([
  'DATE',
  'AGE',
  'URL',
  'OTHER_ID',
  'CREDENTIAL',
  'GENETIC',
  'BIOMETRIC',
  'IP',
]);

/**
 * The type x treatment table: what each treatment makes of each type.
 * tokenize, redact and 90+ give a string on any type that they allow; generalize keeps the type and cuts the value;
 * keep of strings, bytes and fixed needs a shape; detect needs a string.
 */
export function bindLeaf(node: SchemaNode, treatment: Exclude<Treatment, { kind: 'drop' }>): Binding {
  const carrier = carrierOf(node);
  const symbols = node.kind === 'enum' ? node.symbols : null;
  switch (treatment.kind) {
    case 'keep':
      return bindKeep(node, carrier, treatment.shape);
    case 'redact': {
      const { entity } = treatment;
      const leaf = {
        ...BLANK,
        carrier,
        symbols,
        action: 'constant',
        entity,
        constant: prefixed(placeholder(entity)),
      } as const;
      return { leaf: { ...leaf, identity: isIdentity(entity, carrier) }, sink: SINK_STRING };
    }
    case 'tokenize': {
      const { entity, domain, asLong } = treatment;
      if (carrier === 'subtree') return { fault: `tokenize needs a single value, not ${node.kind}${hint(node)}` };
      const leaf = { ...BLANK, carrier, symbols, entity, domain, identity: isIdentity(entity, carrier) } as const;
      return asLong
        ? {
            leaf: { ...leaf, action: 'token-long' },
            sink: { kind: 'primitive', type: 'long', json: 'long', leafClass: null, keepsDefault: NO_DEFAULT },
          }
        : { leaf: { ...leaf, action: 'token' }, sink: SINK_STRING };
    }
    case 'generalize':
      return bindGeneralize(node, carrier, treatment);
    case 'detect':
      return carrier === 'string'
        ? {
            leaf: { ...BLANK, carrier, action: 'detect', textActions: treatment.actions },
            sink: { ...SINK_STRING, leafClass: 'text' },
          }
        : { fault: `detect needs a string, not ${node.kind}${hint(node)}` };
  }
}

function carrierOf(node: SchemaNode): Carrier {
  return node.kind === 'record' ||
    node.kind === 'array' ||
    node.kind === 'map' ||
    node.kind === 'union' ||
    node.kind === 'null'
    ? 'subtree'
    : node.kind;
}

function isIdentity(entity: EntityType, carrier: Carrier): boolean {
  return carrier !== 'subtree' && carrier !== 'boolean' && carrier !== 'enum' && !NO_IDENTITY.has(entity);
}

function prefixed(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length << 1]), Buffer.from(text, 'latin1')]);
}
