/** Folded words of Brazilian addresses, shared by the recognizers of places. */

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words inside a name that carry no weight. */
export const PARTICLES = setOf('de da do das dos e d');

/** Short forms and titles that begin the name of a street, also with a dot: "Mal. Deodoro". */
export const HONORIFICS = setOf(`
  dr dra prof profa pe padre frei dom dona sta sto sao santa santo cel coronel gal gen general mal marechal cap capitao maj major
  ten tenente sgt sargento alm almirante brig brigadeiro pres presidente gov governador pref prefeito ver vereador dep deputado sen
  senador des desembargador cons conselheiro eng engenheiro com comendador bar barao visc visconde cde conde princesa min ministro
  embaixador expedicionario pastor bispo nossa ns n irma madre
`);

/** Words that no name of a place begins with or goes on with, in a text without capitals. */
export const NOT_IN_NAMES = setOf(`
  o a os as um uma uns umas que q quem qual onde aonde quando como porque pq pois mas ou se nem so sem com pra pro pras pros para por
  pelo pela ate desde em no na nos nas num numa ao aos eh era foi fui fica ficou esta estava estou estao ta to tava tem tinha tenho vai
  vou vamos veio vem ir ja nao sim hoje ontem amanha agora ainda sempre nunca mais menos muito muita pouco bem mal la ali aqui ai
  perto longe lado frente atras depois antes entre eu ele ela eles elas vc vcs voce voces me mim te meu minha meus minhas seu sua seus
  suas dele dela nosso nossa isso isto esse essa este esta aquele aquela mesmo mesma toda todo todos todas n sn tb tbm tambem cada outro outra qualquer
  mora moro moram moramos cai caiu cheguei andando correndo passando indo voltando parada parado fechada fechado aberta aberto cheia
  escura vazia deserta inteira asfaltada esburacada certa certo errada errado obrigada obrigado oi ola bom boa tudo ok kkk rs favor
  telefone tel fone cel celular zap cep cpf rg cns email numero num nr mandem manda mande leva levem tarde manha noite cedo
`);

/** Words that make a number after them a part of an address: apto 204, bloco C, lote 12. */
export const UNITS = setOf(`
  apto apt ap apart apartamento aptos bloco bl casa cs sala sl salas conj conjunto cj torre andar loja lj quadra qd quadras lote lt km
  quilometro box sobreloja quarto modulo mod predio etapa chacara galpao barraco interfone superquadra alojamento kit kitnet alameda rua
`);

/** Words of an address that stand without a number. */
export const BARE_UNITS = setOf('fundos fds terreo cobertura sobrado');

/** Words after a number that make it something else than the number of a house. */
export const QUANTITY_WORDS = setOf(`
  h hs hr hrs hora horas min mins minuto minutos seg segundos x vez vezes dia dias mes meses ano anos semana semanas mg mcg g kg ml l
  mm cm m metros km reais real conto contos pessoas pessoa gotas cp comp comprimidos a as am pm bpm mmhg graus quadras
`);

/** Numbers in words, as they are dictated for a house. */
export const NUMBER_WORDS = setOf(`
  um dois duas tres quatro cinco seis sete oito nove dez onze doze treze quatorze catorze quinze dezesseis dezessete dezoito dezenove
  vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento duzentos duzentas trezentos trezentas quatrocentos
  quinhentos seiscentos setecentos oitocentos novecentos mil meia
`);

/** Words that follow an address after a comma with a capital and are no place. */
export const NOT_A_PLACE = setOf(`
  cep tel telefone fone cel celular zap whats whatsapp contato cpf rg cns dr dra doutor doutora sr sra senhor senhora seu dona paciente
  pcte pac mae pai obrigada obrigado grata grato att atenciosamente ola oi favor por aguardo horario segunda terca quarta
  quinta sexta sabado domingo janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro leito
  hoje amanha ontem ac ref obs nasc idade data email falar ligar retirar entregar procurar portao interfone crm coren cro
  convenio carteira carteirinha plano guia protocolo senha rx tc rm us ap atendimento consulta exame uso tomar
`);

export const FEDERAL_UNITS = setOf(`
  ac al am ap ba ce df es go ma mg ms mt pa pb pe pi pr rj rn ro rr rs sc se sp to
`);

/** Second words that make a greeting of a first "Boa" or "Bom". */
export const GREETINGS = setOf('dia tarde noite');

/** Departments that stand after "Setor" and are no district. */
export const DEPARTMENTS = setOf(`
  de do da financeiro comercial administrativo faturamento rh compras autorizacoes internacao imagem ouvidoria juridico
  atendimento cobranca cadastro regulacao privado publico saude responsavel tecnico
`);

/** States and countries, which are no address; first words of those of several words. */
export const STATES = setOf(`
  minas bahia parana ceara pernambuco goias maranhao para amazonas acre rondonia roraima tocantins alagoas sergipe paraiba piaui brasil
  mato catarina espirito rio portugal angola argentina paraguai uruguai bolivia venezuela haiti italia espanha japao alemanha
`);
/** Second words of states of two. */
export const STATE_SECONDS = setOf('gerais grosso santo grande');

/** Words that have a recognizer of places of their own. */
export const PLACE_KINDS = setOf(`
  rua ruas avenida av travessa trav tv alameda al viela beco ladeira servidao rodovia rod estrada vicinal largo praca passagem
  linha sitio fazenda chacara rancho haras engenho estancia povoado aldeia assentamento acampamento quilombo gleba bairro jardim jd
  vila vl parque pq loteamento residencial condominio cond edificio ed conjunto conj cj favela comunidade ilha morro asa
`);
