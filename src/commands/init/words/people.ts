import { list, type WordGroup } from '../word-group.ts';

/** Names of people, their bodies' data, and words for people whose field may hold a name or a number. */
export const PEOPLE: readonly WordGroup[] = [
  {
    name: 'biometric',
    meaning: { kind: 'identifier', entity: 'BIOMETRIC', treatment: 'drop' },
    phrases: list(
      `photo, foto, picture, selfie, avatar, fingerprint, impressao digital, huella, huella dactilar, biometria, biometric,
      face, facial, voice, voz, voiceprint, iris, retina, thumbnail, image, imagem, imagen, audio, video, gravacao,
      grabacion, recording, signature, assinatura, firma, rubrica`,
    ),
    matching: list('photo, fotoPaciente, face_template, assinatura, audio, thumbnail, imagem_rosto'),
    others: list('photo_url, telephoto, surface, firmware_version, invoice, photosensitive, interface'),
  },
  {
    name: 'genetic',
    meaning: { kind: 'identifier', entity: 'GENETIC', treatment: 'redact' },
    phrases: list(
      `genotype, genotipo, genome, genoma, genetic, genetico, genetica, dna, adn, mutation, mutacao, mutacion, rsid, hgvs,
      hla, exome, exoma, karyotype, cariotipo`,
    ),
    matching: list('genotype, mutacao, hgvs, dna_sequence, cariotipo, hla'),
    others: list('gene_rator, generic, dnase, genero, gender, dna_count, permutation_index'),
  },
  {
    name: 'person name',
    meaning: { kind: 'identifier', entity: 'PERSON', treatment: 'tokenize' },
    phrases: list(
      `name, nome, nombre, nm, full name, nome completo, nombre completo, first name, last name, given name, family name,
      middle name, maiden name, surname, sobrenome, apellido, primer apellido, segundo apellido, primeiro nome,
      ultimo nome, nome social, preferred name, nickname, alias, mae, nome mae, pai, nome pai, mother, father, madre, padre,
      filiacao, conjuge, spouse, conyuge, emergency contact, contato emergencia, nombre social, display name`,
    ),
    matching: list(
      'name, nomeMae, nome_paciente, first_name, apellido, nombre_madre, patientName, nm_beneficiario, sobrenomes',
    ),
    others: list('filename, nomeacao, hostname, plan_name, nome_hospital, username, rename_flag, procedure_name'),
  },
  {
    name: 'person',
    meaning: { kind: 'unclear', question: 'a person, by name or by number?' },
    phrases: list(
      `patient, paciente, beneficiario, beneficiary, titular, dependente, dependent, dependiente, holder, subscriber,
      enrollee, medico, doctor, physician, practitioner, nurse, enfermeiro, enfermeira, enfermero, enfermera, clinician,
      attendant, atendente, agente, author, autor, responsavel, responsable, guardian, tutor, acompanhante, contact,
      contato, contacto, person, pessoa, persona, customer, cliente, sender, remetente, remitente, recipient, destinatario,
      employee, funcionario, empleado, solicitante, profissional, profesional, provider, prestador, requester, owner`,
    ),
    matching: list('patient, medico_solicitante, beneficiario, attendingPhysician, sender, author, prestador'),
    others: list('patient_id, patiently, patient_name, nome_medico, patient_notes, telefone_contato'),
  },
];
