import { readLanguageLists, readOwnWords } from './lists/source-lists.ts';
import type { NameSupply } from './rewrite-message.ts';

/** Names for messages of each language, from the lists of the npm packages and our own. */
export function readNameSupplies(): ReadonlyMap<string, NameSupply> {
  const own = { first: readOwnWords('words/first-names.txt'), last: readOwnWords('words/surnames.txt') };
  const supplies = new Map<string, NameSupply>();
  for (const [lang, list] of [
    ['pt', 'pt-br'],
    ['en', 'en'],
    ['es', 'es-es'],
  ] as const) {
    const { firstNames, surnames } = readLanguageLists(list);
    supplies.set(lang, {
      firstNames: [...firstNames, ...own.first],
      surnames: [...surnames.slice(0, 20_000), ...own.last],
    });
  }
  return supplies;
}
