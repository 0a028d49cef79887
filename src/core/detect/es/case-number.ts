/**
 * Numbers of cases in Spain and Latin America: folio, reference, authorisation, claim, order, receipt, sample; given by
 * whoever keeps the case.
 * Shape: 4 to 20 digits, or letters and digits up to 24, in any groups. Not checked: a cue directly before.
 * Source: custom.
 */
import { rateAnnouncedCode } from '../announced-code.ts';
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';

const CUES = [
  ...['folio', 'folios', 'numero de folio', 'no de folio', 'ref', 'referencia', 'nro de referencia', 'caso'],
  ...['numero de referencia', 'num de caso', 'numero de caso', 'nro de caso', 'incidencia', 'reclamo', 'reclamacion'],
  ...['nro de reclamo', 'solicitud', 'nro de solicitud', 'numero de solicitud', 'peticion', 'n de peticion', 'om'],
  ...[
    'autorizacion',
    'nro de autorizacion',
    'numero de autorizacion',
    'aut',
    'pedido',
    'numero de pedido',
    'n de pedido',
  ],
  ...[
    'nro de pedido',
    'orden',
    'nro de orden',
    'orden n',
    'orden nro',
    'numero de orden',
    'siniestro',
    'parte',
    'atestado',
  ],
  ...['recibo', 'factura', 'nro de factura', 'numero de factura', 'ticket', 'comprobante', 'nro de comprobante'],
  ...['localizador', 'volante', 'receta', 'nro de receta', 'numero de receta', 'seguimiento', 'numero de seguimiento'],
  ...[
    'nro de seguimiento',

    'nro de guia',
    'tramite',
    'nro de tramite',
    'numero de tramite',
    'turno nro',
    'cita n',
  ],
  ...['muestra', 'numero de muestra', 'despacho', 'envio', 'nro de envio', 'certificado', 'acta', 'acta de nacimiento'],
  ...[
    'partida',
    'cartilla',
    'empleado',
    'numero de empleado',
    'nro de empleado',
    'legajo',
    'gafete',
    'radicado',
    'pqr',
  ],
  ...[
    'accession',
    'informe n',
    'informe nro',
    'estudio',
    'numero de serie de la receta',
    'diat',
    'bono',
    'licencia medica',
  ],
  ...['incapacidad', 'protocolo', 'reserva', 'codigo de reserva', 'numero de reserva', 'boleta', 'vale'],
];

export const spanishCaseNumber: NumberRecognizer = {
  kind: 'number',
  name: 'es/case-number',
  entity: 'OTHER_ID',
  digits: countsFrom(4, 20),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, 4),
  examples: {
    match: [
      'folio «771402», gracias',
      'Petición «25-0018844»',
      'ref. «0048-221907»',
      'nro de reclamo «55127»',
      'Aut: «7741-02»',
      'factura «0000-4471»',
    ],
    reject: [
      'caso de 2019, ya pasó',
      'receta de 500 mg cada 8 h',
      'orden para el 12/03/2024',
      'factura de 1200 pesos',
      'ref 150-400',
      'en caso de fiebre de 39',
    ],
  },
};

export const spanishCaseCode: CodeRecognizer = {
  kind: 'code',
  name: 'es/case-code',
  entity: 'OTHER_ID',
  lengths: countsFrom(5, 24),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateAnnouncedCode(code, cueDistance, 5),
  examples: {
    match: [
      'Reclamo ingresado con folio «OIRS-118774-24».',
      'Pedido «D-448-0193»',
      'la incidencia «INC-558820». El rep',
      'Ref. «24-1107-RR».',
      'Siniestro «S0024-331877»',
      'folio «CO 318847», Maribel',
    ],
    reject: [
      'receta de b12 y d3',
      'orden 500mg',
      'en caso de covid-19',
      'estudio por f32.1 y e11.9',
      'cita a las 10am',
    ],
  },
};
