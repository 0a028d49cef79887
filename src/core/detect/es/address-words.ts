/** Words of addresses in Spain and Latin America, folded. Sources: INE (Spain), Callejero; INEGI, Norma Técnica sobre Domicilios; DANE (Colombia). */

const words = (list: string): readonly string[] => list.split(' ');

/** Nothing but streets is called so. */
export const PLAIN_STREETS: readonly string[] = words(
  'calle calles avda avd avenida avenidas travesia glorieta pasaje pje psje carrer avinguda passeig callejon jiron jr cll ' +
    'cra kra urb urbanizacion ctra carretera calz calzada priv privada cerrada andador fracc fraccionamiento prolongacion bulevar rambla cuesta',
);

/** Also other things: the name needs a capital. */
export const DOUBTFUL_STREETS: readonly string[] = words(
  'av paseo plaza plza pza pl ronda camino cami carrera diagonal transversal ruta parque residencial barrio bo colonia col via gran poligono circuito pasadizo',
);

/** Streets that bear numbers: "calle 60", "cra 43 # 107-29". */
export const NUMBERED_STREETS: ReadonlySet<string> = new Set(words('calle cll cra kra andador avenida av avda'));

/** Parts within a building or estate, before a number or letter. */
export const UNIT_WORDS: ReadonlySet<string> = new Set(
  words(
    'piso planta puerta pta portal escalera esc bloque blq bl depto dpto dto departamento apto apt apartamento torre int ' +
      'interior ext exterior casa lote lt mz mza manz manzana local oficina of edif edificio etapa sector parcela nave pb viv km',
  ),
);

/** Parts that stand by themselves. */
export const BARE_UNITS: ReadonlySet<string> = new Set(words('bajo bajos atico entlo entresuelo principal ppal pb'));

/** Sides after a floor: 2º dcha. */
export const SIDES: ReadonlySet<string> = new Set(
  words('dcha dch dcho derecha izda izq izqda izdo izquierda centro ctro int ext piso planta puerta'),
);

export const PARTICLES: ReadonlySet<string> = new Set(
  words('de del la las los el y e i d en sant santa san da do dos das o'),
);

/** Words that end a name in small letters. */
export const NOT_IN_NAMES: ReadonlySet<string> = new Set([
  ...words(
    'a al con por para que q pero porque xq si no ni o u un una unos unas me te se le lo nos les mi mis tu tus su sus',
  ),
  ...words(
    'es son era fue esta estan estoy hay habia tengo tiene va voy vamos fui hace desde hasta sobre cada como cuando',
  ),
  ...words(
    'donde muy mas menos ya hoy ayer manana ahora dia dias hora horas min minutos semana semanas mes meses ano anos',
  ),
  ...words(
    'mg ml kg gr cm mm veces comprimidos pastillas gotas dosis litros km metros pasos pesos euros cerca frente esquina',
  ),
  ...words(
    'n no num nro numero nº s sn km piso puerta tel telefono cel movil dni cp codigo gracias favor llamar llegar',
  ),
  ...words(
    'oral intravenosa venosa aerea biliar urinaria rapido temprano publica abajo arriba cortada todo toda todos este esta ese esa',
  ),
]);
