/**
 * Named place that people of Brazil give as an address: district, estate, farm, village, building, school.
 * Shape: the kind of place and a name with capitals ("Sítio Boa Esperança", "Jd. São Bernardo", "Ed. Dom Bosco"), with
 * complements after it. Without capitals only after bairro, jd and vl: "bairro aldeota".
 * Source: IBGE, Cadastro Nacional de Endereços para Fins Estatísticos (kinds of places); custom of chat.
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { type PlaceName, readName } from './address-name.ts';
import { houseNumberEnd } from './address-number.ts';
import { continuationEnd, unitEnd } from './address-parts.ts';
import { afterCue, isWordCharacter, skipMarks, wordAt, wordEnd } from './address-text.ts';
import { NOT_A_PLACE, PARTICLES } from './address-words.ts';

const COLON = 0x3a;
const RURAL =
  'sitio fazenda chacara rancho haras engenho estancia povoado aldeia assentamento acampamento quilombo gleba distrito';
const URBAN =
  'bairro jardim jd vila vl parque pq loteamento residencial condominio cond edificio ed conjunto conj cj favela comunidade';
const SCHOOLS = 'colegio creche escola emef emei emeb cmei cemei etec';
const NATURAL = 'ilha morro cachoeira igarape cidade';
/** Without capitals a name of up to three words is taken after these. */
const NEED_NO_CAPITALS = new Set(['bairro', 'jd', 'vl']);
/** "VL UD" is a viral load. */
const FEWEST_LETTERS = 3;
const MOST_SMALL_WORDS = 3;
/** Kinds after which "de", "do", "da" begin a name: Ilha do Mel, Morro da Conceição, Cidade de Deus. */
const NATURAL_WORDS = new Set(NATURAL.split(' '));
/** What stands after "bairro" and is no name. */
const NO_NAMES = new Set(
  'vizinho todo inteiro onde novo antigo nobre pobre tranquilo perigoso proximo mesmo continua correto certo esta em'.split(
    ' ',
  ),
);
/** "Jardim de infância", "Parque tecnológico", "Escola Paulista": kinds, no names. */
const NO_SECOND_WORDS = new Set('infancia medica medicas terapeutica vip geral'.split(' '));

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (start > 0 && (isWordCharacter(view, start - 1) || view.codes[start - 1] === 0x2f)) return false;
  const cue = wordAt(view, start, end);
  const at = afterCue(view, start, end);
  if (at === end) return false;
  const firstEnd = wordEnd(view, at);
  const first = wordAt(view, at, firstEnd);
  if (NO_SECOND_WORDS.has(first) || NOT_A_PLACE.has(first)) return false;
  if (PARTICLES.has(first) && !NATURAL_WORDS.has(cue) && !NEED_NO_CAPITALS.has(cue)) return false;
  const name = readName(view, at);
  const needsCapitals = !NEED_NO_CAPITALS.has(cue) && !isBeforeUnit(view, name);
  const stop = name.titleEnd > 0 ? name.titleEnd : needsCapitals ? -1 : smallNameEnd(view, at, name);
  if (stop < 0) return false;
  // "Bairro: Moema" is the label of a form.
  found.start = view.codes[end] === COLON || isDistrictLabel(cue, first) ? at : start;
  found.end = continuationEnd(view, Math.max(houseNumberEnd(view, stop), stop));
  return true;
}

/** "bairro Aldeota" has the word for its kind before it, "bairro dos Pires" as a part. */
function isDistrictLabel(cue: string, first: string): boolean {
  return cue === 'bairro' && !PARTICLES.has(first);
}

/** "condominio vista verde bloco b": a part of an address follows. */
function isBeforeUnit(view: TextView, name: PlaceName): boolean {
  return name.end > 0 && unitEnd(view, skipMarks(view, name.end, ',-')) > 0;
}

/** End of a name without capitals: up to the next mark, three words at most. */
function smallNameEnd(view: TextView, at: number, name: PlaceName): number {
  if (
    name.end < 0 ||
    name.words > MOST_SMALL_WORDS ||
    wordEnd(view, at) - at < FEWEST_LETTERS ||
    NO_NAMES.has(wordAt(view, at, wordEnd(view, at)))
  )
    return -1;
  return name.end;
}

export const settlement: WordRecognizer = {
  kind: 'word',
  name: 'br/settlement',
  entity: 'LOCATION',
  words: [RURAL, URBAN, SCHOOLS, NATURAL].flatMap((words) => words.split(' ')),
  find,
  examples: {
    match: [
      'entregar no «Sítio Boa Esperança, Igarapé-Miri», só tem barco',
      'moro no «Jd. São Bernardo», nao em outro',
      'moro no bairro «aldeota», perto do mercado',
      'síndico do «Ed. Dom Bosco», boa tarde',
      'Gestante da «aldeia Barra Velha» em consulta',
      'BAIRRO: «Vila Nova» CEP',
      'caiu no «Condomínio Parque das Araucárias, bloco C»',
      'é do «Colégio Sagrado Coração»',
      'fica no «morro da Conceição» mesmo',
      '«jd santa genebra», obrigada',
      'no «condominio vista verde bloco b»',
    ],
    reject: [
      'conjunto de sintomas',
      'no bairro onde moro tem 2 postos',
      'vila de pescadores',
      'escola de enfermagem',
      'jardim de infância',
      'o parque tava cheio',
      'condomínio caro demais',
      'ilhas de langerhans',
      'HIV VL UD',
      'it hurts a lot. It is worse now',
    ],
  },
};
