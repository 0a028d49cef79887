/**
 * Name of a user in some system or network, named by a word before it.
 * Shape: 3 to 40 letters, digits, dots, underscores and hyphens after usuário, login, user, insta, telegram and the like;
 * with a digit, dot or underscore inside, or after a colon.
 * Source: 45 CFR 164.514(b)(2)(i)(R), any other unique identifying code.
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { createValueAfter, readValueAfter } from '../value-after.ts';
import { hashWord } from '../word-index.ts';
import { createWord, readWordAfter } from '../words-around.ts';
import { isPasswordAfter } from './password.ts';

const setOf = (words: string): ReadonlySet<number> => new Set(words.split(' ').map(hashWord));

const FILLERS = setOf('do da de meu minha my mi el la o a no portal app name the dele dela id');
const STATEMENTS = setOf('e eh era is was es ta esta');
const FEWEST = 3;
const MOST = 40;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;
const AT = 0x40;

const LINKS = setOf('e y and');
const SECRETS = setOf('senha password pass pw pwd passwd clave contrasena');
const WIDEST_GAP = 3;
const value = createValueAfter();
const word = createWord();

function find(view: TextView, _start: number, end: number, found: FoundRange): boolean {
  if (!readValueAfter(view, end, FILLERS, STATEMENTS, value)) return false;
  const { letters, digits, marks, pointed, last } = value;
  const length = letters + digits + marks;
  if (letters < 2 || length < FEWEST || length > MOST || !isName(view.codes, value.start, value.end)) return false;
  if (marks + digits === 0 && !(pointed && last && letters >= 5) && !hasPassword(view, value.end)) return false;
  found.start = value.start;
  found.end = value.end;
  return true;
}

/** Whether the password goes with it: "usuário jamaral, senha …". */
function hasPassword(view: TextView, end: number): boolean {
  if (!readWordAfter(view, end, WIDEST_GAP, word)) return false;
  if (LINKS.has(word.hash) && !readWordAfter(view, word.end, WIDEST_GAP, word)) return false;
  return SECRETS.has(word.hash) && isPasswordAfter(view, word.end);
}

function isName(codes: Uint16Array, start: number, end: number): boolean {
  if (codes[start]! <= 0x39 && codes[start] !== AT) return false;
  for (let at = start; at < end; at++) {
    const code = codes[at]!;
    const isMark = code === DOT || code === UNDERSCORE || code === HYPHEN || (code === AT && at === start);
    if (!isMark && !(code >= 0x61 && code <= 0x7a) && !(code >= 0x30 && code <= 0x39)) return false;
  }
  return true;
}

export const login: WordRecognizer = {
  kind: 'word',
  name: 'generic/login',
  entity: 'OTHER_ID',
  words: [
    ...'usuario username login logins user userid nickname insta instagram ig tiktok twitter telegram skype discord'.split(
      ' ',
    ),
    ...[
      'user name',
      'user id',
      'nome de usuario',
      'nombre de usuario',
      'screen name',
      'operador',
      'perfil',
      'facebook',
    ],
  ],
  find,
  examples: {
    match: [
      'fala usuário «josi.farias77» bloqueado',
      'meu login: «horaciopim»',
      'username «jdoe_1980» please',
      'meu insta é «fulana_09»',
      'el usuario es «pepe.lopez»',
      'last user: «enf.tarsila»',
      'telegram «@joca_do_brejo»',
      'usuário «jamaral», senha Xis#2020',
      'user «mtapia» pass: Rex2020!',
      'usuario «mtapia» y clave Rex2020',
    ],
    reject: [
      'o usuário não consegue entrar',
      'login with google',
      'vi no insta que tem vaga',
      'user error again',
      'meu login não funciona, ajuda',
      'usuario desde 2019',
      'usuário esqueceu, senha não entra',
    ],
  },
};
