/**
 * Numbers of health plans in the United States: member, subscriber, policy, group, Medicaid, and of pharmacy benefits
 * (RX BIN, PCN, RX group); given by each payer or state.
 * Shape: 4 to 17 digits, or letters and digits up to 20, in any groups. Not checked: a cue directly before.
 * Source: NCPDP Health Care Identification Card standard; WEDI implementation guide 4.0; 45 CFR 164.514(b)(2)(i)(I).
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['member', 'member id', 'member no', 'member number', 'mem id', 'mem no', 'membership', 'membership id'],
  ...['subscriber', 'subscriber id', 'subscriber no', 'subscriber number', 'sub id', 'subscr id', 'enrollee id'],
  ...['policy', 'policy no', 'policy number', 'policy id', 'pol no', 'plan id', 'plan number', 'contract number'],
  ...['group', 'group no', 'group number', 'group id', 'grp', 'grp no', 'grp id', 'rx grp', 'rx group', 'rxgrp'],
  ...['insurance', 'insurance id', 'insurance no', 'insurance number', 'ins id', 'ins no', 'ins', 'insurance card'],
  ...['rx bin', 'rxbin', 'bin', 'pcn', 'rx pcn', 'rxpcn', 'rx id', 'rxid', 'card number', 'certificate number'],
  ...['medicaid', 'medicaid id', 'medicaid number', 'medicaid no', 'medi cal', 'masshealth', 'mcd', 'tricare'],
  ...['cigna', 'aetna', 'uhc', 'unitedhealthcare', 'united healthcare', 'humana', 'bcbs', 'anthem', 'kaiser', 'oscar'],
  ...['blue cross', 'blue shield', 'ambetter', 'molina', 'centene', 'wellcare', 'pacificsource', 'health plan'],
];

export const healthPlanNumber: NumberRecognizer = {
  kind: 'number',
  name: 'us/health-plan-number',
  entity: 'HEALTH_PLAN',
  digits: countsFrom(4, 17),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 4),
  examples: {
    match: [
      'member id: «9021 4477 01»',
      'group «0193320»',
      'my policy number is «88204417»',
      'RX BIN «610014» PCN',
      'medicaid # «0044 7189 22» approved',
      'UHC «947210556-00»',
      'subscriber no. «004417-22»',
    ],
    reject: [
      'group therapy at 10:30',
      'a member of my family, 3 of us',
      'policy since 2019',
      'the group of 12 patients',
      'insurance paid $1500',
      'policy covers 5000 dollars',
    ],
  },
};

export const healthPlanCode: CodeRecognizer = {
  kind: 'code',
  name: 'us/health-plan-code',
  entity: 'HEALTH_PLAN',
  lengths: countsFrom(4, 20),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateAnnouncedCode(code, cueDistance, 4),
  examples: {
    match: [
      'member id «W2847 61093 01»',
      'Subscriber ID: «YDH902A44718»',
      'group «GA0071-B» id',
      'my policy is «BXH 90441725»',
      'cigna id «U22 918 4405 01»',
      'grp «71B22»',
      'MassHealth «A100048827731»',
    ],
    reject: [
      'group b strep at 36w',
      'medicaid part 2x',
      'the member took 500mg',
      'insurance wont cover b12 or h1n1',
      'policy on covid-19',
    ],
  },
};
