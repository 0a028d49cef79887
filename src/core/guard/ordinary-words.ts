/*
 * Words of everyday chat that a structured field may hold as its only word (a name typed carelessly, a city named
 * like a thing). Searched in text they would block good records. Folded: lower case, no accents. Ordered by language.
 */
const ORDINARY = new Set(
  `
abril agora agosto agua alegria algum alguem alguma amanha ambos amigo amiga amor aniversario antes aqui assim atendente
atendimento ainda aurora banco bastante beleza bairro bonita bonito brasil brasileira brasileiro branca branco cabeca
cartao carteira carteirinha casada casado central centro chave cidade cirurgia clara clinica cliente coisa coisas como
consulta consultas contato convenio coracao criança crianca depois dezembro dentro dependente desculpa dezoito domingo
doutor doutora endereco enfermeira enfermeiro entao entrada escola espera esperanca especialista esposa estado estar
estou estrela exame exames familia favor febre federal fevereiro filha filho flores fones forca fora frente garota
gente geral gloria gostaria grande guerra historia homem hospital horario idade igreja imagem inverno irma irmao janeiro
jardim julho junho junto ligar linda lindo livre lugar luz maio maior manha marco margarida marido martins medica medico
medicamento melhor menina menino mensagem minha moreira mulher muita muito natal nascimento nenhum nenhuma nome nosso
nossa noite novembro nova novo numero nunca obrigada obrigado oliveira operadora outra outro outubro paciente pagamento
palavra palmas parque passagem pereira perto pessoa pessoal plano ponto porto possivel posto prazer precisa preciso
preto primavera primeira primeiro processo professor professora pronto protocolo proxima proximo quando quanto quarta
quarto quero quinta quinto radio rainha receita recepcao retorno reserva resultado ribeira ribeirao roberta salvador
santa santo santos saude segunda segundo sempre semana senha senhor senhora serra servico setembro sexta sabado silva
sistema sobre solteira solteiro sorte tarde telefone tempo terca terra terceiro titular todas todos trabalho triste
unimed urgencia urgente vale verao verdade verde viagem vida virgem vista vitoria vitorias viuva viuvo vocês voces voltar
alguns apartamento assistencia autorizacao avenida boleto cobertura codigo conta contrato cpf data documento documentos
email emergencia encaminhamento fisioterapia guia individual empresarial enfermaria internacao laboratorio liberacao
masculino feminino outros desconhecido desconhecida informado informada nenhuma padrao pediatria remedio remedios
sintomas sintoma solicitacao teste usuario usuaria vacina rural urbano norte leste oeste solidao pedido
about account after again agent always another anyone april august autumn baker before better between birthday blood
brown child children church clerk client clinic could cough daisy daughter december dental doctor email every everyone
faith father february fever field fields first found friday friend friends grace green grant great happy health heart
hello hospital house hunter husband insurance january joyce justice later little march mason member message miller
mister monday morning mother never night north november number nurse october office other patient people person phone
place please power price prince queen ready really result right river saturday school september sister smith south
spring state stone storm street summer sunday taylor thank thanks their there these thing think thirty three thursday
today tomorrow tuesday unknown urgent voice water wednesday while white winter woman women woods would write young
female male single married widowed divorced other none null test tester example default
ahora alegre algo alguien alguna ambulancia amigos anos antes ayer bueno buenas buenos calle campo casa cerca cita
ciudad clinica consulta correo cuando cuanto dolor donde doctora domingo enero enfermo enfermera esperanza espalda
familia febrero fecha fiebre flores gracias hasta hermana hermano hijos hola hora jueves julio junio leon lunes luna
manana martes mayor medico mejor mercedes miercoles milagros mucho muchas mujer nino ninos noche nombre nosotros
noviembre numero octubre paloma paciente padre persona pilar porque prado primero puede pronto quiero reyes rosario
sangre seguro septiembre siempre soledad sobre tambien tarde telefono tiempo tierra todos trabajo usted ustedes verano
viernes victoria vida
`
    .trim()
    .split(/\s+/),
);

/** Tells whether the folded units are one ordinary word. */
export function isOrdinaryWord(units: Uint16Array, start: number, end: number): boolean {
  return ORDINARY.has(String.fromCharCode(...units.subarray(start, end)));
}
