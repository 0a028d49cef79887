/**
 * Bank accounts and cards in Spain and Latin America beside IBAN, CLABE and CBU.
 * Shape: 6 to 20 digits, or letters and digits, in any groups. Not checked: a cue directly before.
 * Source: custom.
 */
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { NumberRecognizer } from '../recognizer.ts';

export const spanishBankAccount: NumberRecognizer = {
  kind: 'number',
  name: 'es/bank-account',
  entity: 'ACCOUNT',
  digits: countsFrom(5, 20),
  cues: [
    ...[
      'cuenta',
      'cuentas',
      'numero de cuenta',
      'nro de cuenta',
      'no de cuenta',
      'num de cuenta',
      'n de cuenta',
      'cta',
    ],
    ...['nro de cta', 'cta cte', 'cuenta corriente', 'cuenta bancaria', 'caja de ahorro', 'caja de ahorros', 'ahorros'],
    ...['cuenta rut', 'cuenta vista', 'bancolombia', 'nequi', 'daviplata', 'ccc', 'bizum', 'numero de servicio'],
    ...['no de servicio', 'contrato de luz', 'numero de cliente', 'nro de cliente', 'no de cliente', 'num de cliente'],
  ],
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 5),
  examples: {
    match: [
      'cuenta «5088-33021/7», soy María',
      'caja de ahorro «4-071-0948817720-3»',
      'cta. para viáticos «0017 0340 200 000 88114»',
      'ahorros «031-774820-51»',
      'número de cliente «8114902»',
    ],
    reject: [
      'cuenta de 1200 pesos',
      'me doy cuenta de 3 cosas',
      'cuenta desde 12/03/2019',
      'ahorros de 5000 euros',
      'cuenta 10:30',
    ],
  },
};
