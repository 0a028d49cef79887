/**
 * Digits that no other recognizer explains: protocols, guides, record numbers, numbers mistyped.
 * Shape: at least 7 digits in one run, or joined by dots, hyphens or slashes, or in blocks of 3 or more with blanks;
 * no price, dose, measurement, decimal number or range of years.
 * Source: this project; without it an unknown kind of identifier would stay in the text.
 */
import type { RemainderRecognizer } from '../recognizer.ts';

export const unexplainedDigits: RemainderRecognizer = {
  kind: 'remainder',
  name: 'generic/unexplained-digits',
  entity: 'OTHER_ID',
  examples: {
    match: [
      'protocolo «123456789012»',
      'o código nº «110027738»',
      'meu código é «1.234.567-8»',
      'processo «0001234-56.2023.8.26.0100»',
      'pedido «12345/2023»',
      'boleto «00190.00009 02795.520009 04321.010174»',
      'nº«2345678»',
    ],
    reject: [
      'custou R$ 1.234.567,00',
      'heparina 5000000 UI',
      'de 2019-2020 e 2021/2022',
      'dose 500 mg e 250 mg às 10:30',
      'tomei 100 200 300 mg',
      'sala 123456',
      'pressão 120/80 fc 70 sat 98',
      'plaquetas 250000 /mm3',
      'ganhei 1234567 reais',
      'hemácias 4500000 e bhcg 1234567',
      'benzetacil 1200000 ontem',
      'peso 3200 3350 3500',
      'NDC 0071-0155-23 e DIN 02242788',
      'registro ANVISA 1.0047.0123.001-5',
    ],
  },
};
