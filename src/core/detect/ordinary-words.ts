import { buildWordIndex, type WordIndex } from './word-index.ts';

/*
 * Words of five and more letters that are also names, or that stand in name fields by mistake, and occur in everyday
 * chat: alone they are not searched for. Folded. Own choice from name lists and frequent words of the three languages.
 */
const PORTUGUESE = `
abril agora agosto agua alegria alguem algum alguma amanha amigo amiga amor aniversario antes aqui assim atendente
atendimento aurora bairro banco bastante beleza bonita bonito brasil brasileira brasileiro branca branco cartao carteira
carteirinha casada casado central centro chave cidade cirurgia clara clinica cliente coisa como consulta contato convenio
coracao dezembro dependente depois domingo doutor doutora endereco enfermeira enfermeiro entrada escola espera esperanca
esposa estado estou estrela exame exames familia favor febre fevereiro filha filho flores fones frente gente geral gloria
gostaria grande guerra historia homem hospital igreja inverno irma irmao janeiro jardim julho junho linda lindo livre
maior manha marco margarida marido medica medico medicamento melhor menina menino mensagem mulher muita muito natal
nascimento nenhum nome noite nosso novembro numero nunca obrigada obrigado operadora outra outro outubro paciente
pagamento palmas parque perto pessoa plano ponto porto posto prazer precisa preciso preto primavera primeira primeiro
processo professor professora protocolo proximo quando quarta quero quinta rainha receita reserva resultado santa santo
santos saude segunda segundo semana sempre senha senhor senhora serra servico setembro sexta sabado sistema solteira
solteiro sorte tarde telefone tempo terca terra terceiro teste titular todas todos trabalho triste unimed urgente vacina
verao verdade verde viagem vista vitoria viuva viuvo desconhecido desconhecida feminino masculino remedio remedios
`;
const ENGLISH = `
about after again april august autumn before better birthday blood brown child children church client clinic
daisy daughter december doctor email every faith father february field first friday friend grace green happy health heart
hello hospital house hunter husband insurance january joyce justice later little march mason member message monday morning
mother never night north november number nurse october office other patient people person phone place please power price
prince queen ready right river saturday school september sister south spring state stone storm street summer sunday
taylor thank thanks there today tomorrow tuesday unknown urgent wednesday while white winter woman women would young
female single married other none test default
`;
const SPANISH = `
ahora alegre algo alguien antes ayer bueno buenas buenos calle campo cerca cita ciudad clinica consulta correo cuando
dolor donde doctora domingo enero enfermera esperanza familia febrero fecha fiebre flores gracias hasta hermana hermano
hijos jueves julio junio lunes manana martes mayor medico mejor mercedes miercoles milagros mucho mujer noche nombre
noviembre numero octubre paloma paciente padre persona pilar primero pronto quiero reyes rosario sangre seguro septiembre
siempre soledad tambien tarde telefono tiempo tierra trabajo usted ustedes verano viernes victoria
`;

const FEWEST_LETTERS = 5;

/** The words, folded. */
export const ORDINARY_WORDS: readonly string[] = [
  ...new Set(`${PORTUGUESE} ${ENGLISH} ${SPANISH}`.split(/\s+/).filter((word) => word.length >= FEWEST_LETTERS)),
];

/** The same for look-up by token. */
export const ORDINARY_INDEX: WordIndex = buildWordIndex(ORDINARY_WORDS);
