import { list, type WordGroup } from '../word-group.ts';

/** Codes, measures and closed lists: what describes many people. */
export const VALUES: readonly WordGroup[] = [
  {
    name: 'medical code',
    // At most three letters, then a digit: no word fits, nor do the eleven digits of a CPF. Few digits after a hyphen: no
    // phone number or postal code fits.
    meaning: {
      kind: 'form',
      shape: "{ pattern: '[A-Z]{0,3}[0-9][0-9A-Z]{0,7}([.][0-9A-Z]{1,4}|-[0-9]{1,2})?', max: 10 }",
    },
    phrases: list(
      `cid, cid 10, cid principal, cid secundario, codigo cid, icd, icd 9, icd 10, icd 11, icd code, icd 10 code, cie, cie 10, codigo cie, tuss, codigo tuss, cbhpm,
      procedure code, codigo procedimento, cod procedimento, procedimento codigo, codigo procedimiento, loinc, loinc code,
      codigo loinc, cpt, cpt code, hcpcs, atc, diagnosis code, codigo diagnostico, drg, codigo exame, cod exame, test code,
      exam code, codigo examen, codigo medicamento, drug code, cbo, procedure codes, codigo analito, analyte code,
      codigo determinacion, diagnostico principal codigo, cid diagnostico`,
    ),
    matching: list('cid10, icd10Code, codigo_tuss, loinc, procedure_code, codigo_procedimento, cid_principal'),
    others: list('cidade, acid_level, society, code, placid, incident_id, conceptual'),
  },
  {
    name: 'currency',
    meaning: { kind: 'form', shape: "{ pattern: '[A-Z]{3}', max: 3 }" },
    phrases: list('currency, currency code, moeda, moneda, codigo moneda, codigo moeda'),
    matching: list('currency, moeda, moneda, currencyCode, codigo_moneda'),
    others: list('concurrency_level, current, amount, valor, recurrence'),
  },
  {
    name: 'language',
    meaning: { kind: 'form', shape: "{ pattern: '[A-Za-z]{2,3}([-_][A-Za-z]{2,4}){0,2}', max: 12 }" },
    phrases: list('language, language code, locale, lang, idioma, lingua'),
    matching: list('language, locale, idioma, preferredLanguage, lang'),
    others: list('local, localidade, slang_words, linguagem, langley'),
  },
  {
    name: 'media type',
    meaning: { kind: 'form', shape: "{ pattern: '[a-z]{4,12}/[a-z0-9.+-]{1,60}', max: 80 }" },
    phrases: list('mime, mime type, content type, media type'),
    matching: list('mime, mimeType, content_type, media_type, attachment_mime'),
    others: list('content, media, mimetic, type, contents'),
  },
  {
    name: 'program version',
    meaning: { kind: 'form', shape: "{ pattern: '[0-9]{1,4}([.][0-9]{1,4}){0,3}', max: 19 }" },
    phrases: list(
      'version, app version, versao, versao app, client version, schema version, versao tiss, software version, build version, version app',
    ),
    matching: list('version, app_version, versao_tiss, schemaVersion, clientVersion'),
    others: list('conversion_id, versus, diversion, verso, inversion'),
  },
  {
    name: 'measure',
    meaning: { kind: 'measure', vague: false },
    phrases: list(
      `amount, valor total, total value, importe, monto, price, preco, precio, total, subtotal, cost, custo, costo, copay,
      copayment, coparticipacao, copago, deductible, franquia, quantity, quantidade, qtd, qtde, qty, cantidad, cant, count,
      contagem, duration, duracao, duracion, percent, percentage, percentual, porcentaje, rate, taxa, tasa, temperature, temperatura, weight,
      peso, peso nascimento, birth weight, height, altura, talla, bmi, imc, pressure, pressao, presion, frequencia, frecuencia,
      glucose, glicose, glucosa, hemoglobina, hemoglobin, saturation, saturacao, saturacion, score, escore, puntaje,
      reference low, reference high, referencia minima, referencia maxima, minimo, maximo, minimum, maximum, min, max, low,
      high, limite, limit, dose, dosage, dosis, index, indice, sequence, sequencia, secuencia, size, tamanho, tamano, length,
      minute, minuto, second, day, dia, hours, horas, month, mes, attempt, tentativa, intento, retry, ordinal, position,
      posicao, page, parcela, numero parcela, cuota, installment, discount, desconto, descuento, balance, saldo, latency, byte,
      week, semana, gestational age, idade gestacional, edad gestacional, gestational weeks, creatinine, creatinina,
      cholesterol, colesterol, leucocitos, plaquetas, volume, volumen, distance, ranking, rank, dilution, dilucion, tax, imposto, iva, fee, honorario, glosa, line, linha, linea`,
    ),
    matching: list(
      'amount, valorTotal, qtd_dias, peso, birth_weight, duration_minutes, importe, idade_gestacional, price',
    ),
    others: list('account, recount_name, age, idade, weighty, valoracao, accountable'),
  },
  {
    name: 'value',
    meaning: { kind: 'measure', vague: true },
    phrases: list('value, valor, resultado, result'),
    matching: list('value, valor, test_result, resultado_final, valor_informado'),
    others: list('evaluation, valorizado, devaluer, medical_values_text, result_id'),
  },
  {
    name: 'category',
    meaning: { kind: 'category' },
    phrases: list(
      `status, situacao, situacion, type, tipo, tp, kind, category, categoria, class, classe, clase, channel, canal, severity, priority,
      prioridade, prioridad, gravidade, gravedad, sex, sexo, gender, genero, role, papel, rol, relation, relationship, parentesco, relacao,
      specialty, especialidade, especialidad, origin, origem, origen, source, data source, data type, data set, dataset,
      modality, modalidade, modalidad, level, nivel, group, grupo, age group, age range, faixa etaria, grupo etario,
      grupo edad, marital status, estado civil, race, raca, etnia, ethnicity, religion, religiao, blood type,
      tipo sanguineo, grupo sanguineo, carater, regime, flag, indicador, mode, modo, reason code, motivo codigo,
      codigo motivo, unit, units, unit measure, unidade medida, unidad medida, unidad, plan, plano, product, produto, team, equipe,
      profession, profissao, ocupacao, occupation, nationality, nacionalidade, nacionalidad, escolaridade, education,
      timezone, time zone, fuso horario, platform, plataforma, os, environment, format, formato, method, metodo,
      turno, shift, via, route, frequency code, department, departamento, setor, sector, fila, queue, topic, conselho`,
    ),
    matching: list('status, tipo_guia, claimType, sexo, especialidade, estado_civil, unidad_medida, faixa_etaria'),
    others: list('estado, statusquo, prototype_id, canalha, essex, subclassify, groupie'),
  },
  {
    name: 'code',
    meaning: { kind: 'unclear', question: 'a code of what?' },
    phrases: list(
      'code, codigo, cod, cd, numero, number, nr, num, nro, no, key, chave, clave, token, ref, reference, referencia, registro',
    ),
    matching: list('code, codigo, numero, key, referencia, token'),
    others: list('decoder, keyboard, numeroso, refund, numb'),
  },
];
