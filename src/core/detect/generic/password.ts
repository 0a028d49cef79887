/**
 * Password, access code or token named by a word before it.
 * Shape: 4 to 64 characters without blanks after senha, password, contraseña, clave, token, PIN and the like, over
 * "é", "do app", ":" and quotes; with a digit or a mark inside, or a plain word that a colon or quote points to.
 * Source: custom; ANPD, Resolução CD/ANPD 15/2024, art. 5 (data of authentication).
 */
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, WordRecognizer } from '../recognizer.ts';
import { createValueAfter, readValueAfter, type ValueAfter } from '../value-after.ts';
import { hashWord } from '../word-index.ts';

const setOf = (words: string): ReadonlySet<number> => new Set(words.split(' ').map(hashWord));

const FILLERS = setOf(
  'do da de del dos app portal site sistema wifi wi fi provisoria nova novo antiga minha meu nueva temporal temporaria acesso acceso for the my new old temp temporary actual atual n no nro numero number eh inicial padrao app account cuenta login pra para to of la rede recepcao clinica hospital sala visitantes computador celular casa recepcion red guest office reception',
);
const STATEMENTS = setOf('e eh era sera fica ficou ta esta foi is was es era fue');
const EXCLAMATION = 0x21;
const PASS = 'pass'.length;
const HASH = 0x23;
const STAR = 0x2a;
const FEWEST = 4;
const FEWEST_LETTERS = 5;

const value = createValueAfter();

function find(view: TextView, start: number, end: number, found: FoundRange): boolean {
  if (!isPasswordAfter(view, end)) return false;
  // "pass" is a verb as well, so that it must point to its value.
  if (end - start === PASS && !value.pointed) return false;
  found.start = value.start;
  found.end = withExclamation(view, value.end);
  return true;
}

/** Whether a password stands after the word that ends at `end`. */
export function isPasswordAfter(view: TextView, end: number): boolean {
  return readValueAfter(view, end, FILLERS, STATEMENTS, value) && isPassword(view, value);
}

/** An exclamation mark may be the last of its characters; hiding one that ends a sentence costs nothing. */
function withExclamation(view: TextView, end: number): number {
  return view.codes[end] === EXCLAMATION ? end + 1 : end;
}

function isPassword(view: TextView, one: ValueAfter): boolean {
  const { letters, digits, marks, pointed, stated, last } = one;
  const length = letters + digits + marks;
  if (length < FEWEST || isDate(view, one)) return false;
  if (digits > 0 && letters > 0) return !isTimeOrDose(view, one);
  if (digits > 0) return pointed || stated || (digits >= FEWEST && (isKeyed(view, one) || (marks === 0 && last)));
  const hasSign = marks > 0 && hasPasswordSign(view, one);
  return letters >= 3 && hasSign ? pointed || stated : pointed && last && marks === 0 && letters >= FEWEST_LETTERS;
}

/** Digits and the other keys of a keypad: "4471#". */
function isKeyed({ codes }: TextView, { digits, marks, start, end }: ValueAfter): boolean {
  const keys = [codes[start], codes[end - 1]].filter((code) => code === HASH || code === STAR).length;
  return marks === 1 && keys === 1 && digits === end - start - 1;
}

/** @ # $ * _ & ! + % inside, which words do not have. */
function hasPasswordSign(view: TextView, one: ValueAfter): boolean {
  for (let at = one.start; at < one.end; at++)
    if ('@#$*_&!+%'.includes(String.fromCharCode(view.codes[at]!))) return true;
  return false;
}

function isDate(view: TextView, one: ValueAfter): boolean {
  return one.letters === 0 && view.codes.subarray(one.start, one.end).includes(0x2f);
}

/** "24h", "10h30", "500mg". */
function isTimeOrDose(view: TextView, one: ValueAfter): boolean {
  const first = view.codes[one.start]!;
  return one.letters <= 2 && one.marks === 0 && first <= 0x39 && one.end - one.start <= 5;
}

export const password: WordRecognizer = {
  kind: 'word',
  name: 'generic/password',
  entity: 'CREDENTIAL',
  words: [
    ...'senha senhas password passwd pwd pw pass passcode contrasena clave'.split(' '),
    ...['gate code', 'door code', 'entry code', 'alarm code', 'codigo do portao', 'codigo da porta'],
    ...['codigo de verificacao', 'codigo de acesso', 'codigo de seguranca', 'verification code', 'security code'],
    ...[
      'access code',
      'login code',
      'codigo de verificacion',
      'codigo de acceso',
      'codigo de confirmacao',
      'otp',
      'pin',
    ],
    ...['token', 'api key'],
  ],
  find,
  examples: {
    match: [
      'a senha é «Tapioca#1958» confere',
      'senha: «Galo@2013» vê se entra',
      'my password is «Tractor1947», he said',
      'código de verificação «482133»',
      'la contraseña es «perro_22»',
      'token: «a8f9c2e1»',
      'senha do app: «girassol»',
      'pin «4821»',
      'password: «S3cret!» ok',
      'nova senha provisória: «Xc9-plm4»',
      'pw «Rex!2020»',
      'my pw is «Rex!2020»',
      'pass: «Rex2020!»',
      'a senha do wifi da recepção é «saude2026»',
      'gate code «4471#» then left',
    ],
    reject: [
      'esqueci a senha do app',
      'senha vence em 30 dias',
      'minha senha não funciona',
      'a senha expira 12/03/2024',
      'password reset link please',
      'clave de sol',
      'did he pass out2day',
      'pass 5 mg tablets',
      'door code please',
      'a senha é fácil',
    ],
  },
};
