/** What a message may ask for; the numbers are features of the name model, so that they never change. */
export const ASKED_NOTHING = 0;
export const ASKED_NAME = 1;
export const ASKED_NUMBER = 2;
export const ASKED_DATE = 3;
export const ASKED_PLACE = 4;
export const ASKED_CONTACT = 5;
export const ASKED_OTHER = 6;
/** Words for people: they ask for a name when the sentence asks for nothing else. */
export const ASKED_SOMEBODY = 7;

const NAME = `nome, nomes, nome completo, nome todo, sobrenome, nome social, como se chama, se chama, quem fala, com quem falo,
  quem esta falando, em nome de quem, name, names, full name, first name, last name, surname, who am i speaking, who is this, patient name, nombre, nombres, apellido, apellidos, nombre completo, como se llama, como te llamas,
  se llama, quien habla, con quien hablo, a nombre de quien`;
const SOMEBODY = `paciente, titular, beneficiario, patient, responsavel, acompanhante, mae, pai, mother, father, medico, medica,
  doctor, doctora, doutor, doutora, physician, madre, padre, quien, quem, who`;
const NUMBER = `cpf, rg, cns, cnpj, cnh, pis, documento, documentos, identidade, carteirinha, carteira, cartao, numero, matricula, prontuario,
  protocolo, guia, convenio, placa, crm, senha, codigo, token, registro, cartao sus, passaporte, id, ssn, social, social security,
  member id, member number, policy number, group number, insurance, card, mrn, medical record, record number, account, account number,
  license, passport, number, code, reference, dni, nie, nif, curp, rfc, cedula, tarjeta, tarjeta sanitaria, poliza, historia clinica,
  expediente, afiliado, numero de socio, seguridad social, pasaporte, documento de identidad`;
const DATE = `data, datas, data de nascimento, nascimento, nasceu, nasc, dia, quando, aniversario, idade, date, date of birth, dob, birth,
  birthday, birthdate, born, when, age, day, fecha, fecha de nacimiento, nacimiento, nacio, cumpleanos, edad, cuando`;
const PLACE = `endereco, cep, bairro, cidade, rua, mora, onde, moradia, residencia, residente, unidade, address, street, city, zip, zip code, live,
  where, located, location, direccion, domicilio, calle, ciudad, codigo postal, vive, vives, donde, barrio, colonia, municipio`;
const CONTACT = `telefone, celular, fone, contato, whatsapp, whats, zap, email, e mail, recado, phone, phone number, telephone, cell, mobile, contact,
  callback, call back, reach you, telefono, movil, correo, correo electronico, contacto, wpp, tel`;
const OTHER = `profissao, ocupacao, emprego, occupation, job, profesion, nacionalidade, nationality, nacionalidad, instagram, insta, site, link,
  usuario, username, user, login, perfil`;

/** Folded words and phrases of a question, with what they ask for. */
export const QUESTION_WORDS: ReadonlyMap<string, number> = new Map(
  [
    [SOMEBODY, ASKED_SOMEBODY],
    [OTHER, ASKED_OTHER],
    [CONTACT, ASKED_CONTACT],
    [PLACE, ASKED_PLACE],
    [DATE, ASKED_DATE],
    [NUMBER, ASKED_NUMBER],
    [NAME, ASKED_NAME],
  ].flatMap(([words, asked]) =>
    (words as string).split(',').map((word): [string, number] => [word.trim(), asked as number]),
  ),
);

/** Folded words that make a sentence a request even without a question mark. */
export const REQUEST_WORDS: ReadonlySet<string> = new Set(
  `qual quais informe informar informa diga digite envie envia mande manda passe passa confirme confirma confirmar preciso precisamos
  favor gentileza poderia pode fale escreva digita coloque quem what which who whom please provide enter type send tell give
  confirm could can may verify share cual cuales indique indica digame dime escriba escribe envie facilite facilita proporcione
  proporcione confirme confirma necesito necesitamos puede podria quien`.split(/\s+/),
);
