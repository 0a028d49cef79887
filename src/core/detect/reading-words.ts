import { hashWord } from './word-index.ts';

const setOf = (words: string): ReadonlySet<number> => new Set(words.trim().split(/\s+/).map(hashWord));

/** Before two numbers of a blood pressure. */
export const PRESSURES =
  setOf(`pressao pressoes presion presiones tension tensiones tensao tensoes pressure pressures pa pas ta tas bp bps mmhg sistolica
  diastolica systolic diastolic bipap cpap vent`);

/** Names of readings that are also small words. */
export const SMALL_WORDS = setOf('pa pas ta tas');

/** Before values of up to three digits, often a row of them. */
export const VITALS =
  setOf(`fc fcs fr hr rr bpm pulso pulsos pulse pulses batimento batimentos latido latidos frequencia frecuencia
  spo saturacao saturacion saturation sats oximetro oximetria glicemia glicemias glucemia glucemias glicose glucosa glucose hgt dextro
  dextros destro sugar sugars azucar acucar cgm ritmo bs`);

/** Before counts and amounts of up to seven digits: blood cells, enzymes, hormones, doses in international units. */
export const LABS =
  setOf(`plaqueta plaquetas platelet platelets plt leuco leucos leucocito leucocitos leukocytes wbc rbc hemacia hemacias
  hematie hematies hematies eritrocitos eritrocito neutrofilos neutrofilo neutrophils linfocitos linfocito lymphocytes anc eosinofilos
  cpk ck ldh dhl vhs vsg esr ferritina ferritin bhcg hcg bnp probnp nt ddimero dimero dimer troponina troponin amilase amilasa amylase
  lipase lipasa tgo tgp ast alt ggt psa tsh afp triglicerides trigliceridos triglycerides colesterol cholesterol creatinina creatinine
  procalcitonina copias carga viral load cv passos pasos steps calorias calories linfo penicilina penicillin penicilin benzetacil bicillin penadur`);

/** Before schemes of insulin by the time of day: "8-8-10". */
export const INSULINS =
  setOf(`insulina insulinas insulin insulins nph lispro aspart asparte humalog novorapid novolog fiasp lyumjev apidra
  lantus basaglar tresiba toujeo levemir humulin novolin glargina glargine degludeca degludec glulisina regular rapida esquema esquemas
  scheme regimen regime`);
/** Before other schemes, of single digits: "1-2-1". */
export const SCHEMES = setOf('pauta posologia dose doses dosis tomo tomar toma take');

/** Before a part and a whole, "ciclo 2/6": few of these wholes have more than so many parts. */
export const STEPS = setOf(
  'dose doses dosis ciclo ciclos cycle cycles fase fases phase etapa etapas stage grau grado grade',
);
export const PAGES =
  setOf(`pagina paginas pag pags pg page pages folha fl sessao sessoes sesion sesiones session parcela parcelas cuota
  cuotas installment aula aulas clase clases lesson modulo capitulo chapter parte part slide foto imagem imagen image`);

/** Before a score of at most ten: "sopro 3/6". */
export const SCORES =
  setOf(`sopro soplo murmur reflexo reflexos reflejo reflejos reflexes forca fuerza strength apgar apgars gleason eva
  turbidez turbidity dor dolor pain nota score escore puntaje`);
/** Before weights in grams, often a row of them. */
export const WEIGHTS = setOf('peso pesos pesou weight weights weighed pesaba pesa');

/** Sizes of catheters and needles: "sonda Foley del 16". */
export const SIZED = setOf(
  'foley sonda sondas cateter cateteres catheter aguja agulha needle calibre gauge french nelaton jelco abocath',
);

/** Words between any of these and its numbers. */
export const READING_LINKS =
  setOf(`de da do dos das del la el o a as los las is was at of in es era fue foi e deu dio da esta estava estaba
  estao ta tava tem tenho tinha tengo tenia veio vino saiu salio anda com con em en no na of with around about uns unos arterial
  alta baixa baja high low hoje hoy today ontem ayer yesterday agora ahora now manha manana morning noite noche night tarde evening
  cardiaca cardiaco total jejum ayunas fasting capilar semana week mes ultima ultimas last rapid rapid ultra basal numero num n mi minha
  my ficou quedo marcou marco beta quantitativo`);

/** After them also a date stands: "pressão em 12/08", "glucemia en 180". */
export const PREPOSITIONS = setOf('em en no na in at a');
/** After them hardly anything but a date stands: "tensión el 12/8". */
export const ARTICLES = setOf('el los as');
/** Between the name of a tube and its size. */
export const SIZE_LINKS = setOf('de del n no num numero calibre foley');

/** Between the numbers of a row. */
export const ROW_LINKS =
  setOf(`e y and x por over depois despues then luego a hoje hoy today ontem ayer yesterday manha manana morning
  noite noche night tarde evening`);

/** After the numbers of a scheme. */
export const UNITS_OF_SCHEMES = setOf('ui iu units unit unidades unidad unidade unid und uds');
/** After numbers that they count. */
export const COUNTED_PARTS =
  setOf(`aulas clases classes lessons sessoes sesiones sessions paginas pages parcelas cuotas comprimido comprimidos pastilla pastillas tab tabs
  tablet tablets pill pills puff puffs capsule capsules units unidades`);

/** Before a ticket of a queue: "fila P047". */
export const QUEUES = setOf('fila turno guiche ventanilla mesa box queue');
/** Before "24/7". */
export const SERVICES =
  setOf(`open available line hotline care staffed support sat sun mon fri nurse is are on atendimento atende funciona
  aberto aberta plantao urgencia urgencias abierto abierta emergencia emergency guardia works pain hurts dolor dor`);
