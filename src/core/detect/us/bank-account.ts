/**
 * Bank accounts in the United States: the routing number of the bank (ABA) and the account.
 * Shape: routing 9 digits, check: digits weighted 3, 7, 1 sum to a multiple of 10 (one in ten passes); account 4 to 17
 * digits or a short code, not checked. Both need a cue.
 * Source: American Bankers Association, Routing Number Policy; Nacha operating rules.
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import { weightedSum } from '../check-digit.ts';
import { CERTAIN, type CodeRecognizer, CUED, NO_CUE, NONE, type NumberRecognizer } from '../recognizer.ts';

const ROUTING_WEIGHTS = [3, 7, 1, 3, 7, 1, 3, 7, 1];
const ACCOUNT_CUES = [
  ...[
    'account',
    'account no',
    'account number',
    'accounts',
    'acct',
    'accts',
    'acct no',
    'acct number',
    'acc',
    'acc no',
  ],
  ...['acc number', 'acnt', 'a c', 'checking', 'savings', 'checking account', 'savings account', 'bank account'],
  ...['guarantor', 'guarantor account', 'guarantor acct', 'billing account', 'check no', 'check number', 'iban'],
];

export const routingNumber: NumberRecognizer = {
  kind: 'number',
  name: 'us/routing-number',
  entity: 'ACCOUNT',
  digits: [9],
  cues: ['routing', 'routing number', 'routing no', 'aba', 'aba number', 'rtn'],
  needsCue: true,
  rate: (window, cueDistance) => {
    if (cueDistance === NO_CUE || window.plus || window.parentheses) return NONE;
    return weightedSum(window.digits, 0, ROUTING_WEIGHTS) % 10 === 0 ? CERTAIN : CUED;
  },
  examples: {
    match: [
      'routing «322271627» and',
      'routing number is «091 077 712»',
      'ABA «021000021»',
      'rtn: «122105279»',
      'routing # «0910-7771-2»',
    ],
    reject: [
      'order 322271627',
      'aba therapy 20 hours, 5 days',
      'routing to 3 clinics',
      'aba since 2019',
      'routing the call at 10:30',
    ],
  },
};

export const bankAccountNumber: NumberRecognizer = {
  kind: 'number',
  name: 'us/bank-account-number',
  entity: 'ACCOUNT',
  digits: countsFrom(4, 17),
  cues: ACCOUNT_CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 4),
  examples: {
    match: [
      'acct «771 0042 913»',
      'account number «000481920337»',
      'guarantor acct «5500193-22»',
      'my acc no is «88-1054»',
      'checking «22 0417 8834»',
    ],
    reject: [
      'on account of 3 falls',
      'account since 2019',
      'account balance $1250.00',
      'checking my bp, 120/80',
      'acct closed 12/03/2024',
    ],
  },
};

export const bankAccountCode: CodeRecognizer = {
  kind: 'code',
  name: 'us/bank-account-code',
  entity: 'ACCOUNT',
  lengths: countsFrom(5, 18),
  cues: ACCOUNT_CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateAnnouncedCode(code, cueDistance, 5),
  examples: {
    match: [
      'acct «CF-6611840»',
      'Account «GA-0091827», patient',
      'account no «004417-PB»',
      'acct# «K30091175»',
      'billing account «KP 7744 1029»',
    ],
    reject: [
      'account for 500mg missing',
      'checking a1c and b12',
      'account opened at 10am',
      'savings on covid-19 tests',
      'checking at 10pm',
    ],
  },
};
