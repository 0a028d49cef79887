import type { Language } from './names.ts';
import type { Random } from './random.ts';

/** Check digit of CPF: weights count down to 2; 11 minus the remainder, 10 and 11 become 0. */
function cpfDigit(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (digits.length + 1 - index), 0);
  const remainder = sum % 11;
  return String(remainder < 2 ? 0 : 11 - remainder);
}

/** A valid CPF, 11 digits; one in five begins with 0, which a number column loses. */
export function makeCpf(random: Random): string {
  const base = random.chance(0.2) ? `0${random.digits(8)}` : `${random.integer(1, 9)}${random.digits(8)}`;
  if (/^(\d)\1+$/.test(base)) return makeCpf(random);
  const first = cpfDigit(base);
  return `${base}${first}${cpfDigit(base + first)}`;
}

/** `529.982.247-25` of `52998224725`. */
export function formatCpf(cpf: string): string {
  return cpf.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, '$1.$2.$3-$4');
}

/** A valid definitive CNS (begins with 1 or 2): 15 digits, from an 11-digit base, a suffix and a check digit. */
export function makeCns(random: Random): string {
  const base = `${random.pick(['1', '2'])}${random.digits(10)}`;
  const sum = [...base].reduce((total, digit, index) => total + Number(digit) * (15 - index), 0);
  const digit = (11 - (sum % 11)) % 11;
  if (digit !== 10) return `${base}000${digit}`;
  return `${base}001${(11 - ((sum + 2) % 11)) % 11}`;
}

/** A valid CNPJ with its usual marks. */
export function makeCnpj(random: Random): string {
  const digitOf = (digits: string) => {
    const sum = [...digits].reduce((total, digit, index) => {
      const weight = ((digits.length - 1 - index) % 8) + 2;
      return total + Number(digit) * weight;
    }, 0);
    const remainder = sum % 11;
    return String(remainder < 2 ? 0 : 11 - remainder);
  };
  const base = `${random.integer(1, 9)}${random.digits(7)}0001`;
  const first = digitOf(base);
  return `${base}${first}${digitOf(base + first)}`.replace(/(\d{2})(\d{3})(\d{3})(\d{4})(\d{2})/, '$1.$2.$3/$4-$5');
}

/** A payment card number with a valid Luhn digit, in groups of four; the prefix is one of a real network. */
export function makePaymentCard(random: Random): string {
  const base = `${random.pick(['4539', '5412', '5105'])}${random.digits(11)}`;
  const sum = [...base].reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${base}${(10 - (sum % 10)) % 10}`.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** A plan card as Unimed prints it: 17 digits that begin with 0. Its check digit has no public rule. */
export function makePlanCard(random: Random): string {
  return `0${random.integer(1, 9)}${random.digits(15)}`;
}

const AREA_CODES = ['11', '21', '31', '41', '51', '61', '71', '81', '85', '92'];

/** A mobile number in one of the forms that people type. */
export function makePhone(random: Random, language: Language): string {
  if (language === 'en')
    return `+1 ${random.pick(['415', '212', '305'])} ${random.integer(2, 9)}${random.digits(2)} ${random.digits(4)}`;
  if (language === 'es') return `+34 6${random.digits(2)} ${random.digits(3)} ${random.digits(3)}`;
  const area = random.pick(AREA_CODES);
  const [left, right] = [`9${random.integer(6, 9)}${random.digits(3)}`, random.digits(4)];
  const forms = [`+55 ${area} ${left}-${right}`, `(${area}) ${left}-${right}`, `${area}${left}${right}`];
  return random.pick([...forms, `+55${area}${left}${right}`]);
}

/** A licence of the regional medical council. */
export function makeCrm(random: Random): string {
  return `CRM/${random.pick(['SP', 'RJ', 'MG', 'RS', 'PE'])} ${random.integer(10_000, 299_999)}`;
}

/** A date as people write it: `12/03/1985`. */
export function makeDateText(random: Random): string {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${twoDigits(random.integer(13, 28))}/${twoDigits(random.integer(1, 12))}/${random.integer(1935, 2023)}`;
}
