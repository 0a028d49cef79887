import { list, type WordGroup } from '../word-group.ts';

/** Numbers by which health plans, hospitals, councils, banks and machines know people. */
export const CARE_IDS: readonly WordGroup[] = [
  {
    name: 'health plan',
    meaning: { kind: 'identifier', entity: 'HEALTH_PLAN', treatment: 'tokenize' },
    phrases: list(
      `carteirinha, carteira, carteira plano, numero carteira, cartao beneficiario, cartao plano, plan card, insurance card,
      member id, member number, member no, subscriber id, subscriber number, enrollee id, policy number, policy no,
      insurance id, insurance number, insurance policy, numero afiliado, nro afiliado, num afiliado, afiliado, id afiliado,
      poliza, numero poliza, apolice, numero apolice, tarjeta sanitaria, cip, cip sns, beneficiary id, beneficiary number,
      codigo beneficiario, cod beneficiario, id beneficiario, beneficiario id, numero beneficiario, matricula beneficiario,
      medicaid id, medicaid number, group number, certificate number`,
    ),
    matching: list(
      'num_carteirinha, numeroCarteira, member_id, numero_afiliado, policyNumber, insurance_id, id_beneficiario',
    ),
    others: list('plan_name, policy, member_count, insurance_type, cartao_credito, recipe, group_name'),
  },
  {
    name: 'medical record',
    meaning: { kind: 'identifier', entity: 'MRN', treatment: 'tokenize' },
    phrases: list(
      `mrn, prontuario, numero prontuario, medical record, medical record number, chart number, chart no, nhc,
      historia clinica, numero historia, numero historia clinica, nro historia clinica, hc, patient id, patient number,
      patient no, id patient, id paciente, paciente id, cod paciente, codigo paciente, numero paciente, nr paciente,
      registro paciente, expediente clinico, numero expediente, ehr id, patient identifier, patient uuid`,
    ),
    matching: list('mrn, nr_prontuario, patientId, id_paciente, numero_historia_clinica, nhc, medical_record_number'),
    others: list('record_type, chart, patient_type, historia_laboral, recorded_at, patience, hcl'),
  },
  {
    name: 'license',
    meaning: { kind: 'identifier', entity: 'LICENSE', treatment: 'tokenize' },
    phrases: list(
      `crm, coren, cro, crp, crefito, crf, crn, numero conselho, nr conselho, conselho numero, registro profissional,
      registro profesional, matricula profissional, matricula profesional, cedula profesional, colegiado, num colegiado,
      numero colegiado, npi, dea, license, licence, license number, licence number, licenca, licencia, numero licencia,
      driver license, drivers license, carnet conducir, cnh, habilitacao, oab`,
    ),
    matching: list('crm, crmMedico, npi, provider_npi, num_colegiado, matricula_profesional, license_number, cnh'),
    others: list('conselho, licensed, crop, idea, croup, license_plate, cronica'),
  },
  {
    name: 'account',
    meaning: { kind: 'identifier', entity: 'ACCOUNT', treatment: 'redact' },
    phrases: list(
      `conta corrente, conta bancaria, numero conta, nr conta, conta poupanca, agencia, agencia bancaria, bank account,
      account number, account no, routing number, iban, pix, chave pix, cuenta, cuenta bancaria, numero cuenta, clabe, cbu,
      cartao credito, cartao debito, numero cartao, nr cartao, credit card, debit card, card number, card no, pan,
      tarjeta credito, tarjeta debito, numero tarjeta, card last`,
    ),
    matching: list('iban, chave_pix, accountNumber, numero_cartao, credit_card, cuenta_bancaria, cardLast4'),
    others: list('account_type, conta, discard, panel, cardiology, carteirinha, contato'),
  },
  {
    name: 'vehicle',
    meaning: { kind: 'identifier', entity: 'VEHICLE', treatment: 'redact' },
    phrases: list(
      'placa, placa veiculo, license plate, licence plate, plate number, vin, chassi, chasis, renavam, matricula vehiculo',
    ),
    matching: list('placa, license_plate, plateNumber, renavam, chassi, vin'),
    others: list('template, placard, plate, vinculo, placebo, license_number'),
  },
  {
    name: 'device',
    meaning: { kind: 'identifier', entity: 'DEVICE', treatment: 'redact' },
    phrases: list(
      `device id, device identifier, device name, device token, device serial, device fingerprint, browser fingerprint,
      id dispositivo, imei, imsi, iccid, mac, mac address, endereco mac, udi, serial number, serial no, numero serie,
      nr serie, push token, advertising id, idfa, gaid, android id, installation id, id aparelho`,
    ),
    matching: list('device_id, imei, macAddress, numero_serie, push_token, udi, deviceSerial'),
    others: list('device_type, audit, serial, token_count, device_model, machine_type'),
  },
  {
    name: 'handle',
    meaning: { kind: 'identifier', entity: 'OTHER_ID', treatment: 'tokenize' },
    phrases: list(
      `username, user name, nome usuario, nombre usuario, usuario, usuario id, id usuario, user id, user, login, login name,
      handle, screen name, apelido, instagram, facebook, twitter, telegram, linkedin, skype, matricula, employee id,
      employee number, matricula funcionario, customer id, id cliente, cliente id, codigo cliente, client id, account id,
      contact id, person id, id pessoa, pessoa id, id persona, persona id, author id, agent id, sender id, recipient id`,
    ),
    matching: list('username, userName, login, id_usuario, customerId, employee_id, telegram_handle'),
    others: list('user_agent, user_count, customer_segment, logging, handler, employee_count, username_type'),
  },
  {
    name: 'credential',
    meaning: { kind: 'identifier', entity: 'CREDENTIAL', treatment: 'drop' },
    phrases: list(
      `password, passwd, pwd, senha, contrasena, clave acceso, secret, segredo, secreto, otp, pin, cvv, cvc, access token,
      refresh token, auth token, session token, token acesso, token acceso, bearer, api key, apikey, private key,
      chave privada, codigo verificacao, codigo verificacion, verification code, credential, credencial, session secret, jwt`,
    ),
    matching: list('password, senha, access_token, apiKey, otp, session_secret, senhaApp'),
    others: list('passport, pinned_by, secretary, token_count, senha_autorizacao, key, opinion'),
  },
];
