import { buildWordIndex, type WordIndex } from './word-index.ts';

/*
 * Words of four letters that occur in everyday chat, or stand in name fields by mistake: a part of a name that is one of
 * them is not searched for by itself. Folded. Own choice from frequent words of the three languages.
 */
const PORTUGUESE = `
abre acha acho acao agir agua alem algo alma alta alto amar amei amor anda ando anel anjo anos apos area arte asma
aula aves azul bala base bebe beco belo bela bens bife boas boca bola bolo bota cabe cada cafe cais cama cana caos
capa cara caro casa caso cedo cela cena cera chao chat chef chip cima coca coco cola come como copa copo crer crua
crus cubo cuja cura dado dali dano data dava dela dele demo deus deve devo dias dica diga digo dira dita doce dois
dona dono dons dose dres duas duro eles elas elos ente erro essa esse esta este euro faca faco fada fale fala falo
fara fase fato fava faze feia feio feto fica fico fila fios fita foco fogo fone fora fome foto frio fumo furo galo
gado gama gato gelo gera golf gota grau grua guia hein hoje hora irma isso isto item jato jogo joga joia jota juiz
jura juro lado lago lama lata leia leva levo leve liga ligo lida lira liso lixo logo loja loma lona lote luas luta
luva luto luxo maio mais mala mama mapa mato mata meia meio meno mera mero mesa meta meus mica mida mina mini modo
mola moro mora muda mudo muro nada nave nela nele neta neto neve nojo nome nora nove novo nova nula nulo numa obra
oito olha olho onde onda onze ouro ouve ovos pago paga pais paes para pare pato paus pata peca peco pega pego pele
pena pera peru pese peso pior piso poca poco pode poem pois polo pone pose post pote povo puxa qual quem quer raio
rara raro rata rato real rede rege rico rima rins riso roda rolo rosa rota rude ruim ruas saem safa saia saio sair
sala sale salt seca seco seda sede seis selo sera sere seta sete seus seio siga sigo sina sino soco sofa soja soma
sono sopa soro subo suas sujo suma suor tais tapa taxa tela teia tema teme tens teta teto time tipo tira tiro toca
toda todo toma tomo tome topo tres trem tubo tudo tuas unha util uvas vaca vago vaga vale vala vara vaso veia veio
vejo vela vens vila vida vira vire viro visa viva vivo voce voga vota voto vovo zelo zero zona alou oiii
`;
const ENGLISH = `
able ache acid aged also area arms army asks baby back bake ball band bank bath bean bear beat been beer bell belt
best bill bird bite blue body bold bone book boot born both bowl boys bush busy cake call calm came camp card care
cars case cash cell chat chin city clay clot club coal coat code cold come cook cool copy core cost cows cure cyst
dark data date dawn days dead deal dear debt deep desk diet does done door dose down drag draw drop drug dual duke
dull dust duty each earn ears ease east easy eats edge else even ever exam eyes face fact fail fair fall farm fast
fate fear feed feel feet fell felt file fill film find fine fire firm fish five flat flow food foot form four free
from fuel full fund gain game gate gave gift girl give glad goal goes gold gone good gray grew grey grow hair half
hall hand hang hard harm hate have head hear heat heel held hell help here hero hers hide high hill hire hold hole
home hope hour huge hurt idea inch into iron item join joke july june jump just keen keep kept keys kick kids kill
kind king knee knew know labs lack lady lake land lane last late lead leaf left legs less life lift like line link
lips list live load loan long look lord lose loss lost lots loud love luck lump lung made mail main make male many
mark mass mate math meal mean meat meds meet mild milk mind mine mint miss mode moon more most move much must name
near neck need news next nice nine none nose note nope nuts okay once only onto open oral over pack page paid pain
pale park part pass past path peak peel pets pick pill pink pint play plus poor post pray pull pure push rain rare
rash rate read real rent rest rice rich ride ring rise risk road rock role roll room root rose rule runs rush safe
said sale salt same sand save says scan seat seem seen self sell send sent sept ship shoe shop shot show shut sick
side sign site size skin slip slow snow soap sofa soft some song soon sore sort soul soup spin spot star stay stem
step stop such suit sure swab take talk tall tear tell term test text than that them then they thin this thus tick
tide time tiny tire toes told tone took tool town tree trip true tube turn twin type unit upon used user uses vein
very view vote wait wake walk wall want ward warm wash wave ways weak wear week well went were west what when whom
wide wife wild will wind wine wire wise wish with wolf wood word wore work worn yeah year yell your zero zone
`;
const SPANISH = `
abre acto agua ajos alla alma alta alto amor anda ante anos aqui area arte asma ayer azul baja bajo bano base bebe
beso bien boca boda bola bota buen cada cafe caja cama cara caro casa casi caso cena cero chao cien cine coca como
copa cosa crea cree cual cura dado dame dano data dato debe debo dedo deja dejo dias dice digo dime dios doce dona
duda duro ella ello ente eran eres esas esos esta este esto euro fama fase fiel fila fina fino foto frio fuma fumo
gato gota guia haga hago haya hice hija hijo hizo hola hora hoja idea isla jefe jugo jura lado lago leal leer leon
leve leyo liga lino loca loco luna luto mala malo mama mano mapa mayo masa mata meta mesa mete mide miel mina mios
mira moco modo moda moto muda mudo muro nada nace nave neta neto nino nina nodo nota nula nulo obra ocho odio oido
ojos olor once onda otra otro paga pago pais papa para pare paro pasa paso pata pato peca pelo pena peor pera pero
peso pida pide pido pies pila piso poca poco poda pone puse rato real reto rica rico roca roja rojo ropa rosa rota
roto sabe saca sala sale sana sano seca seco sede seis sera sido sien siga sigo sino sola soja soya suma suyo tabu
tasa taxi tela tema tina tios tipo toda todo toma tomo tono tras tres tubo tuve tuya tuyo unas unos urge usar usas
usos uvas vaca vale vaso vaya vela vena vere vida vino visa vive vivo voto yeso yoga zona
`;

const LETTERS = 4;

/** The words, folded. */
export const SHORT_ORDINARY_WORDS: readonly string[] = [
  ...new Set(`${PORTUGUESE} ${ENGLISH} ${SPANISH}`.split(/\s+/).filter((word) => word.length === LETTERS)),
].sort();

/** The same for look-up by token. */
export const SHORT_ORDINARY_INDEX: WordIndex = buildWordIndex(SHORT_ORDINARY_WORDS);
