import { list, type WordGroup } from '../word-group.ts';

/** What follows the Portuguese word `data` where it means a date; after other words it may be English. */
const OCCASIONS = list(
  `atendimento, solicitacao, inicio, fim, final, inicial, emissao, internacao, alta, admissao, consulta, exame, coleta,
  resultado, agendamento, cadastro, criacao, atualizacao, envio, pagamento, vencimento, validade, realizacao, autorizacao,
  evento, hora, execucao, recebimento, laudo, cirurgia, procedimento, receita, prescricao, vigencia, adesao, cancelamento,
  entrega, retorno, visita, parto, referencia, liberacao, encerramento, abertura, registro, liquidacao, glosa, ultima,
  ultimo, proxima, entrada, saida, protocolo, fatura, assinatura`,
);

const MOMENTS = list(
  'created, updated, sent, received, read, deleted, started, ended, closed, opened, scheduled, collected, issued, modified, completed, cancelled, paid, occurred',
);
const MOMENTOS = list('criado, atualizado, enviado, recebido, lido, encerrado, alterado, iniciado, finalizado');

/** Dates and ages. */
export const DATES: readonly WordGroup[] = [
  {
    name: 'birth or death',
    meaning: { kind: 'date', birth: true },
    phrases: list(
      `data nascimento, dt nascimento, dt nasc, data nasc, nascimento, nasc, dn, dt nascto, birth date, date birth, birth,
      birthdate, birthday, dob, born on, fecha nacimiento, fec nacimiento, fec nac, fecha nac, f nac, nacimiento, fnac,
      aniversario, cumpleanos, data obito, dt obito, obito, death date, date death, dod, deceased date, deceased on,
      fecha defuncion, defuncion, fecha fallecimiento, fallecimiento, birth year, year birth, ano nascimento`,
    ),
    matching: list('data_nascimento, dtNasc, birth_date, dateOfBirth, dob, fecha_nacimiento, f_nac, dt_obito, dtnasc'),
    others: list('data_atendimento, dbo, birth_weight, peso_nascimento, cidade_nascimento, nascar, naturalidade'),
  },
  {
    name: 'date',
    meaning: { kind: 'date', birth: false },
    phrases: [
      ...list(
        'date, datetime, timestamp, ts, fecha, fec, dt, fecha hora, when, due date, epoch, instante, year, ano, anio',
      ),
      ...OCCASIONS.map((occasion) => `data ${occasion}`),
      ...MOMENTS.map((moment) => `${moment} at`),
      ...MOMENTOS.map((moment) => `${moment} em`),
    ],
    matching: list('data_atendimento, dt_alta, createdAt, fecha_ingreso, service_date, enviado_em, dtInternacao'),
    others: list('data, data_source, metadata, updated, data_type, candidate, dados, birth_date'),
  },
  {
    name: 'data',
    meaning: { kind: 'unclear', question: 'a date (Portuguese) or data (English)?' },
    phrases: list('data'),
    matching: list('data, dataCompleta, data_payload, raw_data, data2'),
    others: list('database_name, data_nascimento, data_alta, dado, data_source, dataset'),
  },
  {
    name: 'time of day',
    meaning: { kind: 'unclear', question: 'a time of day; beside a date it tells the minute' },
    phrases: list(
      'hora, horario, time, hour, hora inicio, hora fim, hora nascimento, start time, end time, birth time',
    ),
    matching: list('hora, hora_consulta, startTime, horario, end_time'),
    others: list('data_hora, timezone, timestamp, horas, lifetime_value, sometimes'),
  },
  {
    name: 'age',
    meaning: { kind: 'age' },
    phrases: list('age, idade, edad, age years, idade anos, edad anos'),
    matching: list('age, idade, edad, patient_age, idadePaciente'),
    others: list('page, cidade, message, faixa_etaria, age_group, triage, gestational_age'),
  },
];
