/** Words of street addresses in the United States, folded. Source: USPS Publication 28, appendices C1 and C2. */

const words = (list: string): readonly string[] => list.split(' ');

/** Nothing but streets ends so. */
export const PLAIN_STREETS: readonly string[] = words(
  'street ave avenue av blvd boulevard rd road ln lane pkwy parkway hwy highway expy tpke turnpike terrace trl trce',
);

/** Also other words: "st", "dr", "way"; they need a house number before a name with a capital, or an end after them. */
export const DOUBTFUL_STREETS: readonly string[] = words(
  'st dr drive ct court pl place cir circle sq square way row run bend loop trail pike path walk cove cv plaza hollow ridge ter',
);

/** Parts within a building or park. */
export const UNIT_WORDS: ReadonlySet<string> = new Set(
  words('apt apartment apts unit ste suite lot bldg building fl floor rm room trlr trailer spc space no box rear frnt'),
);

/** Compass points after or before the name. */
export const DIRECTIONS: ReadonlySet<string> = new Set(
  words('n s e w ne nw se sw north south east west northeast northwest southeast southwest'),
);

/** Words that stand in no street name: what comes between a dose, count or time and a "dr" or "way". */
export const NOT_IN_STREETS: ReadonlySet<string> = new Set([
  ...words(
    'a an at in on of for to from by with and or but if is was are were be been am pm per via than then that this',
  ),
  ...words('my your his her our their its it i you he she we they me him us them who what when where which how why'),
  ...words(
    'mg mcg ml g kg lb lbs oz cm mm in ft iu units unit tabs tab pills pill times time days day weeks week wks wk',
  ),
  ...words(
    'months month mos years year yrs yr yo hours hour hrs hr minutes mins min h d x more less other same new old',
  ),
  ...words(
    'no not any all each every some both few saw see seen call called calls tell told ask asked call go went going',
  ),
  ...words(
    'got get give gave take took taking need needs want wants said says say came come back down up out off over',
  ),
  ...words('w deg dose doses gtt level levels line drawn dated since until till after before during about around'),
  ...words(
    'miles mile blocks block steps step feet foot percent degrees doctor nurse patient patients people kids visits',
  ),
]);
