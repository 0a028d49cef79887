import { list, type WordGroup } from '../word-group.ts';

/** Numbers of conversations, organisations, cases and messages. */
export const REFERENCES: readonly WordGroup[] = [
  {
    name: 'conversation',
    meaning: { kind: 'reference', domain: 'conversation' },
    phrases: list(
      `conversation, conversation id, id conversation, conversa, conversa id, id conversa, conversacion, conversacion id,
      id conversacion, thread id, id thread, thread, session id, id session, session, sessao, id sessao, sesion, id sesion,
      chat id, id chat, room id, episode id, id episodio, episodio id, encounter id`,
    ),
    matching: list('conversation_id, conversaId, thread_id, sessionId, id_sesion, episode_id'),
    others: list('session_token, conversion_id, threads_count, message_id, obsession, patient_id'),
  },
  {
    name: 'organisation',
    meaning: { kind: 'reference', domain: 'organisation' },
    phrases: list(
      `cooperative, cooperative id, cooperativa, cooperativa id, id cooperativa, codigo cooperativa, operadora, operadora id,
      id operadora, codigo operadora, registro ans, ans, tenant, tenant id, hospital, hospital id, id hospital, codigo hospital,
      unidade, unidade id, id unidade, codigo unidade, unit id, facility, facility id, organization, organization id,
      organizacao, organizacion, company, company id, empresa, empresa id, id empresa, insurer, insurer id, payer, payer id,
      aseguradora, id aseguradora, obra social, site id, clinic, clinic id, clinica, clinica id, id clinica, sucursal, filial,
      branch id, cnes, laboratorio, laboratory, laboratory id, lab id, id laboratorio, institution id, institucion`,
    ),
    matching: list('cooperative_id, operadora, hospitalId, unidade, tenant_id, codigo_operadora, cnes'),
    others: list('unit, hospital_name, unidade_medida, organizer, answer, company_name, unit_price'),
  },
  {
    name: 'message id',
    meaning: { kind: 'reference', domain: 'message' },
    phrases: list(
      `message id, id message, mensagem id, id mensagem, id mensaje, mensaje id, event id, id event, evento id, id evento,
      event uuid, message uuid, trace id, correlation id, request id, span id, idempotency key, record id`,
    ),
    matching: list('message_id, eventId, id_mensagem, correlationId, trace_id, requestId'),
    others: list('message, event_type, messages, medical_record_number, conversation_id, space_id'),
  },
  {
    name: 'case number',
    meaning: { kind: 'reference', domain: null },
    phrases: list(
      `protocolo, numero protocolo, protocol number, guia, numero guia, nr guia, guia principal, guia prestador, guia operadora, senha autorizacao,
      senha guia, senha atendimento, authorization, authorization number, authorization id, numero autorizacao,
      numero autorizacion, autorizacion, claim id, claim number, claim no, order id, order number, pedido, numero pedido,
      numero orden, orden id, id orden, numero lote, lote, batch id, accession number, numero amostra, amostra id, sample id,
      sample number, specimen id, muestra id, id muestra, numero muestra, appointment id, agendamento id, id agendamento,
      cita id, id cita, invoice id, invoice number, nota fiscal, numero nota, fatura, numero fatura, factura, numero factura,
      ticket, ticket id, visit id, visit number, numero atendimento, atendimento id, id atendimento, admission id, folio,
      referral id, referral number, prescription id, result id, id resultado, id exame, exam id, procedure id, schedule id,
      slot id, reschedule id, payment id, transaction id, attachment id, document uuid, provider id, id prestador, codigo prestador, prestador id,
      doctor id, id doctor, id medico, medico id, practitioner id, physician id, nurse id, staff id, id profissional, id guia, lot number`,
    ),
    matching: list(
      'numero_guia, claimId, protocolo, order_number, senha_autorizacao, accessionNumber, id_muestra, ticket',
    ),
    others: list('claim_type, order, protocol_version, guiado, pilot, senha, invoice_total, border_id'),
  },
  {
    name: 'digest',
    meaning: { kind: 'reference', domain: 'digest' },
    phrases: list('hash, sha 1, sha 256, sha 512, md 5, checksum, digest, etag'),
    matching: list('sha256, md5, fileHash, checksum, etag'),
    others: list('share, hashtag, vintage, md, digestive_notes, checks'),
  },
  {
    name: 'id',
    meaning: { kind: 'reference', domain: null },
    phrases: list('id, identifier, identificador, uuid, guid'),
    matching: list('id, external_id, item_uuid, identificador, slotGuid'),
    others: list('paid, cid, message_id, patient_id, guide, idade'),
  },
];
