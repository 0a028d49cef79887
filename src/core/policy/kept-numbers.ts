/** Words of field names whose numbers identify a person, in Portuguese, Spanish and English. */
const IDENTIFIERS: ReadonlySet<string> = new Set(
  `cpf cns rg pis nis nit pasep cnpj ssn mbi npi dea dni nie nuss curp rut cuit cuil cedula crm coren cro cnh renavam mrn
  prontuario expediente carteira carteirinha cartao card tarjeta telefone telefono fone phone celular mobile whatsapp
  documento document passaporte pasaporte passport conta cuenta account iban pix cep zip postal placa plate protocolo guia
  titulo matricula`.split(/\s+/),
);
const PEOPLE: ReadonlySet<string> = new Set(
  'patient paciente beneficiary beneficiario beneficiaria member membro associado titular dependente person pessoa user usuario customer cliente'.split(
    ' ',
  ),
);
const NUMBERS: ReadonlySet<string> = new Set('id number numero num nr code codigo key'.split(' '));

/**
 * Whether a number at this path may identify a person, by the name of its field: `cpf`, `nr_carteirinha`, `patientId`.
 * Numbers need no shape, so nothing else looks at them.
 */
export function maySpellIdentifier(path: string): boolean {
  const name =
    path
      .replace(/<[^>]*>|\[\]|\{\w+\}/g, '')
      .split('.')
      .at(-1) ?? '';
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/_+/);
  return (
    words.some((word) => IDENTIFIERS.has(word) || IDENTIFIERS.has(word.replace(/s$/, ''))) ||
    (words.some((word) => PEOPLE.has(word)) && words.some((word) => NUMBERS.has(word)))
  );
}
