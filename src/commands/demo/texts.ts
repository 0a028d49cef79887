import type { Language } from './names.ts';

/**
 * Message texts of the synthetic traffic. `{placeholder}` parts are filled with values that the generator remembers:
 * own… are declared in structured fields of the same record, the others occur in free text only.
 */
export const PATIENT_TEXTS: Record<Language, readonly string[]> = {
  pt: [
    'Oi, aqui é {ownName}, CPF {ownCpf}. Preciso remarcar a consulta de {date}.',
    'Minha carteirinha é {ownCard} e a guia ainda não foi autorizada.',
    'Podem me ligar no {ownPhone}? Ou no {phone}, que é da minha irmã {name}.',
    'O e-mail {ownEmail} está certo? Mandei também de {email}.',
    'O CPF da minha mãe é {cpf} e o cartão SUS dela é {cns}.',
    'Fui atendido por {name} em {date}, CEP {postalCode}. A dor nas costas voltou.',
    'Paguei com o cartão {paymentCard}, a clínica é CNPJ {cnpj}. Quero reembolso.',
    'O exame está em {url} e deu glicose 98 mg/dL.',
    'Bom dia! Qual o prazo para autorizar uma ressonância?',
    'Obrigado, era só isso 👍',
    'Tomo losartana 50 mg há 3 anos, posso continuar na gravidez?',
    'Nasci em {date}, sou {ownName} e não consigo entrar no aplicativo. Meu IP é {ip}.',
  ],
  en: [
    'Hello, this is {ownName}. My plan card is {ownCard}, born {date}.',
    'Please call my husband {name} at {phone} about the invoice of {cnpj}.',
    'You can write to {ownEmail} or {email}; my CPF is {ownCpf}.',
    'The lab put the results at {url}. My blood pressure is 140/90.',
    'Thank you, that is all for today.',
    'How long does an authorization take?',
  ],
  es: [
    'Hola, soy {ownName}, mi CPF es {ownCpf}. Necesito cambiar la cita del {date}.',
    'Me pueden llamar al {ownPhone} o al {phone}, es de mi hijo {name}.',
    'Pagué con la tarjeta {paymentCard} y el correo es {email}.',
    'El resultado está en {url}, tengo fiebre desde ayer.',
    'Muchas gracias, buen día.',
    '¿Cuánto tarda la autorización?',
  ],
};

/** What the bot, an attendant or a clinician writes. */
export const STAFF_TEXTS: Record<Language, readonly string[]> = {
  pt: [
    'Oi, {givenName}! Em que posso ajudar?',
    'Sua consulta com {name} ficou para {date}. Dúvidas: {phone}.',
    'Enviamos o boleto para {email}. O portal é {url}.',
    'Por segurança, confirme o CPF {cpf} e o CEP {postalCode}.',
    'Tome o remédio de 8 em 8 horas e volte se a febre passar de 38,5.',
    'Protocolo registrado. Mais alguma coisa?',
  ],
  en: [
    'Hello {givenName}, how can I help?',
    'Your appointment is on {date} with {name}.',
    'Please drink water and rest.',
  ],
  es: ['Hola {givenName}, ¿en qué puedo ayudar?', 'Su cita es el {date} con {name}.', 'Tome mucha agua y descanse.'],
};
