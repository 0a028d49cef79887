import { hashWord } from '../word-index.ts';

/** Groups of words that say what may follow or go before; folded, of the three languages. */
export const NO_GROUP = 0;
export const TITLE = 1;
export const RELATION = 2;
export const PARTICLE = 3;
export const MONTH = 4;
export const WEEKDAY = 5;
export const NUMBER_WORD = 6;
export const STREET = 7;
export const NAME_CUE = 8;
export const DAY_CUE = 9;
export const PLACE_PREPOSITION = 10;
export const NUMBER_CUE = 11;
export const UNIT = 12;
export const GREETING = 13;
export const PLACE_CUE = 14;
export const GROUPS = 15;

const WORDS: readonly (readonly [number, string])[] = [
  [TITLE, 'dr dra drs dona d sr sra srta seu sinha mr mrs ms miss mister madam doctor doutor doutora doctora'],
  [TITLE, 'prof profa professor professora profe enf enfermeira enfermeiro enfermera enfermero nurse don dona dna'],
  [
    TITLE,
    'tia tio tio vo vovo vozinha padre irma irmao pastor pastora sister father lic senor senora senhor senhora dres',
  ],
  [
    RELATION,
    'mae pai filho filha filhos filhas esposa esposo marido mulher neto neta avo irma irmao primo prima sogra sogro cunhada cunhado',
  ],
  [
    RELATION,
    'sobrinho sobrinha namorado namorada nora genro bebe madrasta padrasto amiga amigo vizinha vizinho cuidadora paciente titular',
  ],
  [
    RELATION,
    'mother mom mum dad father son daughter wife husband sister brother aunt uncle grandma grandpa grandmother grandfather',
  ],
  [
    RELATION,
    'granddaughter grandson niece nephew cousin baby partner girlfriend boyfriend friend neighbor patient pt caregiver roommate',
  ],
  [
    RELATION,
    'madre padre mama papa hijo hija hijos hermana hermano esposa esposo marido abuela abuelo suegra suegro nieto nieta',
  ],
  [
    RELATION,
    'tia tio prima primo cunada cunado sobrina sobrino novia novio yerno nuera vecina vecino paciente compadre comadre',
  ],
  [PARTICLE, 'de da do das dos e del la las los y van von di du der den le el al ben bin ibn mc mac o san'],
  [MONTH, 'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro'],
  [
    MONTH,
    'jan fev mar abr mai jun jul ago set out nov dez january february march april may june july august september october',
  ],
  [
    MONTH,
    'november december feb apr aug sep sept oct dec ene dic enero febrero marzo mayo junio julio septiembre setiembre octubre',
  ],
  [MONTH, 'noviembre diciembre'],
  [
    WEEKDAY,
    'segunda terca quarta quinta sexta sabado domingo seg ter qua qui sex sab dom feira monday tuesday wednesday thursday',
  ],
  [
    WEEKDAY,
    'friday saturday sunday mon tue tues wed thu thur thurs fri sat sun lunes martes miercoles jueves viernes amanha manana tomorrow',
  ],
  [
    NUMBER_WORD,
    'zero um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze catorze quinze dezesseis dezessete',
  ],
  [
    NUMBER_WORD,
    'dezoito dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa meia cem duas uma primeiro',
  ],
  [
    NUMBER_WORD,
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen',
  ],
  [
    NUMBER_WORD,
    'nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred oh first second third fourth fifth sixth seventh',
  ],
  [
    NUMBER_WORD,
    'eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
  ],
  [
    NUMBER_WORD,
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho',
  ],
  [
    NUMBER_WORD,
    'diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco treinta cuarenta sesenta ochenta noventa mil dois',
  ],
  [
    STREET,
    'rua r avenida av alameda al travessa tv trav estrada rodovia rod praca pca largo ladeira beco viela quadra qd lote lt bloco',
  ],
  [
    STREET,
    'apto ap apartamento bairro vila jardim jd conjunto cj residencial condominio cond edificio ed sitio fazenda chacara povoado',
  ],
  [
    STREET,
    'sqn sqs shis cln qnm qnl km br street st ave road rd drive dr lane ln blvd boulevard court ct way pl place apt unit suite',
  ],
  [
    STREET,
    'highway hwy route county creek avenue square trail terrace calle c avda paseo plaza pza barrio colonia col callejon camino carretera',
  ],
  [STREET, 'carrera calzada urbanizacion urb piso puerta esquina ejido rancho partida pasaje manzana mz'],
  [
    NAME_CUE,
    'nome chamo chama sou name names named call called nombre llamo llama soy apellidos apellido sobrenome aqui signed assinado att',
  ],
  [NAME_CUE, 'atenciosamente regards abs bjs firma thanks obrigada obrigado gracias'],
  [
    DAY_CUE,
    'dia dias data day date dates fecha nasc nascimento nasci nasceu nascido nascida dn dob born birth birthday naci nacio nacido',
  ],
  [
    DAY_CUE,
    'nacimiento nacida aniversario cumple dum dpp due until til till ate desde since hasta vence validade lmp edd fum fpp on el no',
  ],
  [
    PLACE_PREPOSITION,
    'em na no nas nos in at from en desde near perto cerca by outside to pra para moro mora live lives vivo vive',
  ],
  [
    PLACE_CUE,
    'cidade bairro city town village ciudad pueblo aldeia comunidade reservation municipio cep zip cp endereco address direccion domicilio',
  ],
  [
    PLACE_CUE,
    'igreja escola mercado padaria church school iglesia escuela estacion estacao ponte praia morro ilha isla island lago rio river',
  ],
  [
    NUMBER_CUE,
    'cpf rg cns pis cnpj ssn mbi dni nie nuss curp passaporte passport pasaporte tel telefone cel celular zap whats whatsapp fone',
  ],
  [
    NUMBER_CUE,
    'phone cell fax movil carteirinha carteira cartao card member id plano matricula prontuario mrn chart nhc expediente protocolo',
  ],
  [
    NUMBER_CUE,
    'protocol ticket guia pedido order case claim ref conta agencia account acct routing pix iban placa plate license licencia crm',
  ],
  [
    NUMBER_CUE,
    'coren npi dea serie serial lote numero number num n no nr codigo code senha password pin poliza policy group folio factura',
  ],
  [NUMBER_CUE, 'matricula tarjeta cuenta historia registro auth authorization'],
  [
    UNIT,
    'mg mcg g kg ml l cm mm m ui iu u mmhg bpm hs h hr hrs min mins horas hora hours dias semanas semana weeks week days meses mes',
  ],
  [
    UNIT,
    'months month anos ano years year yrs yr yo gotas drops cp cps comprimidos caps tablets pills pastillas vezes times veces reais',
  ],
  [UNIT, 'dolares dollars pesos euros percent graus am pm kcal x'],
  [
    GREETING,
    'oi ola hi hello hey hola bom boa buenos buenas bj beijo abraco dear prezado prezada estimado estimada querida querido hai',
  ],
  [GREETING, 'caro cara morning afternoon'],
];

const SLOTS = 4096;
const hashes = new Int32Array(SLOTS);
const groups = new Uint8Array(SLOTS);

function slotOf(hash: number): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 20) & (SLOTS - 1);
}

for (const [group, words] of WORDS) {
  for (const word of words.split(' ')) {
    const hash = hashWord(word);
    let slot = slotOf(hash);
    while (groups[slot] !== NO_GROUP && hashes[slot] !== hash) slot = (slot + 1) & (SLOTS - 1);
    if (groups[slot] !== NO_GROUP) continue;
    hashes[slot] = hash;
    groups[slot] = group;
  }
}

/** Group of the word with this token hash, the first that lists it; NO_GROUP for all other words. */
export function groupOf(hash: number): number {
  for (let slot = slotOf(hash); groups[slot] !== NO_GROUP; slot = (slot + 1) & (SLOTS - 1)) {
    if (hashes[slot] === hash) return groups[slot]!;
  }
  return NO_GROUP;
}
