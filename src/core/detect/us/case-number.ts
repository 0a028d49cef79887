/**
 * Numbers of cases in the United States: prior authorisations, claims, references, confirmations, tickets, orders,
 * prescriptions, specimens, badges; given by whoever keeps the case.
 * Shape: 4 to 20 digits, or letters and digits up to 24, in any groups. Not checked: a cue directly before.
 * Source: custom; X12 278 and 837 (REF segments); 45 CFR 164.514(b)(2)(i)(R).
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['prior auth', 'prior authorization', 'authorization', 'authorization number', 'auth', 'auth no', 'auth number'],
  ...['pa', 'pa no', 'pa number', 'precert', 'referral', 'referral no', 'referral number', 'approval number'],
  ...['claim', 'claim no', 'claim number', 'claim id', 'claims', 'appeal number', 'grievance', 'icn'],
  ...['reference', 'reference no', 'reference number', 'ref', 'ref no', 'ref number', 'refs', 'confirmation'],
  ...['confirmation no', 'confirmation number', 'confirmation code', 'conf', 'conf no', 'ticket', 'ticket no'],
  ...['ticket number', 'tkt', 'case', 'case no', 'case number', 'case id', 'incident', 'incident number'],
  ...['order', 'order no', 'order number', 'order id', 'tracking', 'tracking no', 'tracking number', 'invoice'],
  ...['invoice no', 'invoice number', 'receipt', 'receipt no', 'statement no', 'rx', 'rx no', 'rx number', 'script no'],
  ...['prescription number', 'prescription no', 'accession', 'accession no', 'accession number', 'specimen', 'slide'],
  ...['specimen id', 'sample', 'sample id', 'badge', 'badge no', 'badge number', 'employee id', 'employee number'],
  ...['student id', 'inmate', 'inmate number', 'doc number', 'booking number', 'docket', 'file no', 'report number'],
  ...['tribal id', 'enrollment number', 'enrollment no', 'census no', 'study id', 'subject id', 'protocol number'],
];

export const caseNumber: NumberRecognizer = {
  kind: 'number',
  name: 'us/case-number',
  entity: 'OTHER_ID',
  digits: countsFrom(4, 20),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 4),
  examples: {
    match: [
      'claim «24-118803»',
      'prior auth # «88120447»',
      'reference number «4471-0923»',
      'Rx «7714402» for my son',
      'ticket «558103»',
      'badge «77431»',
      'confirmation no. «0093341»',
    ],
    reject: [
      'reference range 150-400',
      'in case of 104 fever call',
      'case of 2019',
      'order 3 boxes of 30',
      'claim for $1200 denied on 3/12/2024',
      'TSH 4.8 (ref 0.45-4.50)',
      'rx 500 mg bid',
    ],
  },
};

export const caseCode: CodeRecognizer = {
  kind: 'code',
  name: 'us/case-code',
  entity: 'OTHER_ID',
  lengths: countsFrom(5, 24),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateAnnouncedCode(code, cueDistance, 5),
  examples: {
    match: [
      'claim «WC-774-20931»',
      'Authorization «DEN-118-2044-9» is approved',
      'Case «FWA 25 00317». A new one',
      'specimen «S25-19028» ok',
      'confirmation «PYX77209»',
      'ref «UR-3391-TK»',
      'tracking «1Z77R0450391228846»',
    ],
    reject: [
      'order b12 and vit d3',
      'rx 500mg bid x10',
      'in case of covid-19',
      'claim for e11.9 and f32.1',
      'ticket at 10am',
    ],
  },
};
