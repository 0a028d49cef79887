/**
 * Numbers of guides, authorisations, protocols, orders, samples and complaints, given by operators, providers and ANS.
 * Shape: 4 to 20 letters and digits in any groups (TISS: guia 1 to 20, protocolo and lote 1 to 12 characters). Not
 * checked: a cue directly before.
 * Source: ANS, Padrão TISS, Componente Organizacional; custom of service desks.
 */
import { countsFrom, rateAnnounced } from '../announced-number.ts';
import type { CodeRecognizer, NumberRecognizer } from '../recognizer.ts';
import { rateReference } from './announced-reference.ts';

const TISS = [
  'guia',
  'guias',
  'sadt',
  'autorizacao',
  'autorizacoes',
  'liberacao',
  'apac',
  'aih',
  'sisreg',
  'gal',
  'lote da guia',
];
const SERVICE = [
  ...[
    'protocolo',
    'protocolos',
    'prot',
    'protocolado',
    'pedido',
    'pedidos',
    'solicitacao',
    'chamado',
    'ocorrencia',
    'demanda',
  ],
  ...[
    'reclamacao',
    'ouvidoria',
    'ticket',
    'incidente',
    'notificacao',
    'oficio',
    'manifestacao',
    'estorno',
    'comprovante',
  ],
  ...[
    'nota fiscal',
    'nota',
    'nfse',
    'nfe',
    'danfe',
    'fatura',
    'boleto',
    'contrato',
    'processo',
    'proc',
    'rastreio',
    'rastreamento',
  ],
  ...[
    'codigo de rastreio',
    'codigo de postagem',
    'postagem',
    'bo',
    'boletim',
    'boletim de ocorrencia',
    'inscricao',
    'cadastro',
  ],
];
const CLINICAL = [
  ...[
    'amostra',
    'laudo',
    'lamina',
    'etiqueta',
    'pulseira',
    'acc',
    'accession',
    'prescricao',
    'internacao',
    'intervencao',
  ],
  ...['dnv', 'declaracao de nascido vivo', 'declaracao de obito', 'rgct', 'redome', 'receita', 'exame no', 'exame n'],
];
const OTHERS = [
  'cracha',
  'beneficio',
  'crm do sistema',
  'conta de luz',
  'unidade consumidora',
  'instalacao',
  'voucher',
  'cupom',
];
const CUES = [...TISS, ...SERVICE, ...CLINICAL, ...OTHERS];
const FEWEST = 4;

export const referenceNumber: NumberRecognizer = {
  kind: 'number',
  name: 'br/reference-number',
  entity: 'OTHER_ID',
  digits: countsFrom(FEWEST, 20),
  cues: CUES,
  needsCue: true,
  rate: (window, cueDistance) => rateAnnounced(window, cueDistance, FEWEST),
  examples: {
    match: [
      'protocolo «88713» da reclamação',
      'guia nº «5500-2281» pro ultra',
      'Guia SP/SADT «11720938»',
      'protocolo «4 418 290 66». Situação',
      'minha autorização é «70933182»',
      'a nota «55.201» chegou',
      'crachá nº «3305»',
    ],
    reject: [
      'guia TUSS 40304361',
      'autorização CBHPM 4.03.04.36-1',
      'autorização do código do procedimento 40304361',
      'a guia sai em 2 dias',
      'protocolo aberto em 12/03/2024',
      'o pedido foi de 500 mg',
      'guia para 10 sessões',
      'nota 10 pra vocês',
      'boleto de R$ 412,30',
      'processo desde 2019',
    ],
  },
};

export const referenceCode: CodeRecognizer = {
  kind: 'code',
  name: 'br/reference-code',
  entity: 'OTHER_ID',
  lengths: countsFrom(FEWEST, 24),
  cues: CUES,
  blanks: true,
  needsCue: true,
  rate: (code, cueDistance) => rateReference(code, cueDistance, FEWEST),
  examples: {
    match: [
      'código da autorização q apareceu: guia «ZK-40917-RT», ta certo?',
      'protocolo «FIN-0092218».',
      'a guia «5500-2281-A» pro ultra',
      'Amostra: «GEN-23-448190» (sangue)',
      'protocolo «QX 88 20471», e ninguem',
      'laudo «LX-4479-0210», FA',
    ],
    reject: [
      'laudo com d-dímero 500ng',
      'a guia do exame de b12',
      'pedido de vitamina d3 2x',
      'protocolo covid-19',
      'laudo f32.1',
      'receita de 30mg',
    ],
  },
};
