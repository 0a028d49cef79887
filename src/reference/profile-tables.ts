import { ENTITY_TYPES } from '../core/entity.ts';
import { PROFILE_TABLE, PROFILES, type ProfileRow } from '../core/policy/profiles.ts';
import { codes, markdownTable } from './markdown-table.ts';

/** All profiles side by side: what each asks of a policy, then the weakest treatment of each entity type. */
export function profileTable(): string {
  const rows = PROFILES.map((profile) => PROFILE_TABLE[profile]);
  const row = (title: string, tell: (profile: ProfileRow) => string) => [title, ...rows.map(tell)];
  return markdownTable(
    ['', ...PROFILES.map((profile) => `\`${profile}\``)],
    [
      row('source', ({ source }) => source),
      row('finest date in fields and text', ({ finestDate }) =>
        finestDate === 'keep' ? 'as it is' : `\`${finestDate}\``,
      ),
      row('`timestamp`', ({ timestamps }) => codes(timestamps)),
      row('kept numbers', ({ keptNumbers }) => keptNumbers),
      row('kept texts', ({ keptTexts }) => keptTexts),
      row('tokens', ({ tokens }) => yesOrNo(tokens)),
      row('`detect`', ({ detect }) => yesOrNo(detect)),
      row('great age hidden in years', ({ hidesGreatAge }) => yesOrNo(hidesGreatAge)),
      row('names a document', ({ needsReference }) => yesOrNo(needsReference)),
    ],
  );
}

/** The weakest treatment of each entity type; types that all profiles treat alike share a row. */
export function floorTable(): string {
  const groups = new Map<string, { readonly floors: readonly string[]; readonly entities: string[] }>();
  for (const entity of ENTITY_TYPES) {
    const floors = PROFILES.map((profile) => PROFILE_TABLE[profile].weakest[entity]);
    const group = groups.get(floors.join()) ?? { floors, entities: [] };
    groups.set(floors.join(), group);
    group.entities.push(entity);
  }
  const rows = [...groups.values()].map(({ floors, entities }) => [
    entities.join(', '),
    ...floors.map((floor) => `\`${floor}\``),
  ]);
  return markdownTable(['weakest treatment of', ...PROFILES.map((profile) => `\`${profile}\``)], rows);
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
