import { list, type WordGroup } from '../word-group.ts';

/** A word of these beside `name` says that no person bears the name. */
export const THINGS: readonly string[] = list(
  `hospital, clinica, clinic, plano, plan, produto, product, producto, procedimento, procedure, procedimiento, medicamento,
  medication, drug, medicine, farmaco, exame, exam, examen, test, prueba, analyte, analito, bot, evento, event, sistema,
  system, app, application, aplicativo, host, campo, field, setor, sector, departamento, department, servico, service,
  servicio, especialidade, specialty, especialidad, topic, queue, fila, template, empresa, company, laboratorio, laboratory,
  lab, operadora, insurer, aseguradora, cooperativa, unidade, facility, marca, brand, fabricante, manufacturer, material,
  item, categoria, category, tipo, type, canal, channel, cid, diagnostico, diagnosis, alergia, allergy, vacina, vaccine,
  vacuna, insumo, sample, muestra, amostra, panel, painel, equipment, equipamento, equipo, fantasia, comercial, payer,
  organization, organizacao, organizacion, institution, instituicao, institucion, farmacia, pharmacy, room, sala, ward, ala,
  parametro, parameter, job, task, metric, feature, instrument, method, metodo, team, equipe, vial, resultado, result`,
);

/** What people write, and names of things. */
export const TEXTS: readonly WordGroup[] = [
  {
    name: 'free text',
    meaning: { kind: 'text' },
    phrases: list(
      `text, texto, mensagem, message, mensaje, message text, observacao, observacion, obs, note, nota, notes, comment, comentario,
      description, descricao, descripcion, desc, ds, motivo, reason, queixa, complaint, laudo, report, relatorio, informe,
      anamnese, anamnesis, evolucao, evolucion, history, historico, antecedente, justificativa, justification, instruction,
      instrucao, instruccion, body, content, conteudo, contenido, subject, assunto, asunto, transcript, transcricao, summary,
      resumo, resumen, indicacao, indicacion, diagnostico, diagnosis, conclusion, conclusao, interpretation, interpretacao,
      interpretacion, remark, finding, achado, hallazgo, recommendation, recomendacao, recomendacion, sintoma, symptom,
      allergy, alergia, prescription, prescricao, prescripcion, posologia, orientacao, feedback, answer, resposta, respuesta,
      question, pergunta, pregunta, result text, texto resultado, resultado texto, valor texto, clinical history, preparation,
      preparo, preparacion, medication, medicamento, procedure, procedimento, procedimiento, exam, exame, examen, analyte,
      analito, finalidade, detail, detalhe, detalle, caption, legenda, razao social, nome fantasia, legal name, device model,
      user agent, conduta, plano terapeutico`,
    ),
    matching: list(
      'text, mensagem, observacoes, clinicalNotes, comentario, descricao_procedimento, motivo, patient_notes',
    ),
    others: list(
      'context_id, message_id, message_type, textile, notebook, motivo_codigo, annotation_count, nota_fiscal',
    ),
  },
  {
    name: 'thing name',
    meaning: { kind: 'text' },
    phrases: [],
    matching: list('plan_name, nome_hospital, procedure_name, nombreMedicamento, test_name, lab_name'),
    others: list('name, patient_name, plan, nome_mae, hospital, first_name'),
  },
  {
    name: 'file name',
    meaning: { kind: 'identifier', entity: 'OTHER_ID', treatment: 'redact' },
    phrases: list(
      'file name, filename, nome arquivo, nombre archivo, file path, path, caminho, arquivo nome, nombre fichero',
    ),
    matching: list('filename, fileName, nome_arquivo, file_path, nombre_archivo'),
    others: list('file_size, profile_name, file, pathology, plan_name, pathway'),
  },
];
