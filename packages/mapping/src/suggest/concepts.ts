/**
 * The words systems use for the same thing. Written without spaces and in lower case, as `joinedName` gives them; a
 * word stands under one meaning only.
 */
const synonyms: Record<string, string> = {
  'first name':
    'firstname fname givenname forename vorname prenom nombre first firstnm namefirst christianname',
  'last name':
    'lastname lname surname familyname nachname apellido apellidos last lastnm namelast nomdefamille sname',
  'full name': 'name fullname displayname completename nomcomplet namefull',
  username: 'username login loginname userlogin nickname handle screenname',
  email:
    'email emailaddress mail mailaddress emailid emailadresse emailaddr courriel correo correoelectronico mailadresse',
  phone:
    'phone phonenumber telephone tel telefon telefonnummer phoneno phonenr telephonenumber telefono telnr tel1 phone1',
  mobile:
    'mobile mobilephone cell cellphone handy mobilenumber mobiltelefon mobil cellular mobileno mobilenr portable handynummer smsphone smsnumber sms',
  fax: 'fax faxnumber telefax faxno',
  company:
    'company companyname account accountname organization organisation org organizationname organisationname employer business businessname firma unternehmen orgname firmenname societe empresa entreprise',
  'job title': 'title jobtitle position role jobrole designation jobposition berufsbezeichnung funktion',
  salutation: 'salutation anrede honorific nameprefix prefix courtesytitle',
  department: 'department dept abteilung division',
  address: 'address adresse anschrift fulladdress postaladdress',
  street:
    'street address1 addressline1 street1 streetaddress strasse line1 addr1 addressstreet streetline1 addressline streetname rue strassehausnummer',
  'street 2':
    'address2 addressline2 street2 line2 addr2 suite apartment apt adresszusatz streetline2 addressadditional',
  city: 'city town ort stadt locality ville ciudad citytown cityname addresscity wohnort',
  state:
    'state province region stateprovince bundesland addressstate kanton provincename statename provinceorstate',
  'state code': 'statecode provincecode regioncode',
  'postal code':
    'zip zipcode postalcode postcode plz postleitzahl codepostal ziporpostalcode zippostalcode postal codigopostal addresszip postalzip',
  country: 'country countryname land pays pais addresscountry',
  'country code': 'countrycode countryiso countryisocode countrycodev2 iso2 laendercode',
  birthday: 'birthday birthdate dateofbirth dob geburtsdatum geburtstag bday datedenaissance',
  created:
    'created createdat createddate createdon datecreated creationdate creationtime createtime createdtime createdate creationtimestamp createddatetime erstelltam angelegtam',
  updated:
    'updated updatedat updateddate updatedon dateupdated lastmodified lastmodifieddate lastmodifiedat modified modifiedat modifiedon modifieddate lastupdated lastupdatedat lastchanged lastchange changedat updatetime updatedtime systemmodstamp lastmodifiedtime geaendertam updatedate datemodified datelastmodified datechanged',
  'signup date':
    'signupdate signedup signedupat timestampsignup registeredat registrationdate registered joined joinedat joindate membersince optintime timestampopt',
  'last order date':
    'lastorderdate lastorder lastpurchase lastpurchasedate lastorderat lastpurchaseat lastpurchasedat recentorderdate',
  'lifetime value':
    'lifetimevalue ltv totalspent totalspend amountspent clv customerlifetimevalue spenttotal lifetimespend totalpurchases totalrevenue gesamtumsatz umsatz',
  'order count':
    'ordercount orderscount numberoforders totalorders numorders ordersnumber orders anzahlbestellungen numberorders',
  consent:
    'consent acceptsmarketing optin marketingoptin emailoptin marketingconsent newsletter subscribed subscribe emailconsent optedin acceptsemail newsletteroptin emailmarketingconsent receivesnewsletter marketingallowed werbeeinwilligung einwilligung acceptsemailmarketing newslettersubscribed newsletteranmeldung',
  'opt-out':
    'optout optedout hasoptedoutofemail emailoptout unsubscribed donotemail hasoptedout emailoptedout emailunsubscribed',
  'record id':
    'id recordid externalid uuid guid externalkey sourceid customerid contactid clientid userid subscriberid memberid personid leadid kundennummer customernumber customerno kundennr externalcustomerid externalref',
  'company id': 'companyid accountid organizationid organisationid orgid',
  website: 'website url web homepage webseite websiteurl site webaddress internetseite',
  domain: 'domain domainname emaildomain companydomain',
  language: 'language lang locale sprache preferredlanguage languagecode langue idioma preferredlocale',
  currency: 'currency currencycode currencyisocode waehrung devise',
  'time zone': 'timezone tz zeitzone ianatimezone',
  status: 'status',
  'lead source': 'leadsource source signupsource acquisitionsource origin quelle herkunft originalsource',
  gender: 'gender sex geschlecht',
  notes: 'notes note comment comments description remarks remark bemerkung bemerkungen notiz notizen memo',
  tags: 'tags tag labels label taglist schlagworte',
  industry: 'industry sector branche vertical',
  employees:
    'employees numberofemployees numemployees employeecount headcount mitarbeiter mitarbeiterzahl companysize',
  revenue: 'revenue annualrevenue yearlyrevenue jahresumsatz',
  owner: 'owner ownerid accountowner assignedto assignee ownername responsible',
  'tax id': 'taxid vat vatid vatnumber taxnumber ustid ustidnr vatno taxno',
  'order number': 'ordernumber orderno ordernr orderid bestellnummer',
  sku: 'sku itemnumber articlenumber productcode artikelnummer itemcode',
  price: 'price unitprice preis amountunit',
  quantity: 'quantity qty count menge anzahl',
  amount: 'amount total totalamount grandtotal totalprice betrag summe ordertotal amounttotal',
  age: 'age alter',
  picture: 'picture photo avatar image imageurl photourl avatarurl pictureurl profilepicture',
  latitude: 'latitude lat',
  longitude: 'longitude lng lon long',
};

const meanings = new Map<string, string>(
  Object.entries(synonyms).flatMap(([meaning, words]) =>
    words.split(' ').map((word): [string, string] => [word, meaning]),
  ),
);

/** Meanings that are close enough to offer when nothing better is there, and how sure that is. */
const related: readonly [from: string, to: string, confidence: number][] = [
  ['mobile', 'phone', 0.74],
  ['phone', 'mobile', 0.62],
  ['address', 'street', 0.76],
  ['street', 'address', 0.72],
  ['state code', 'state', 0.72],
  ['country code', 'country', 0.72],
  ['created', 'signup date', 0.72],
  ['signup date', 'created', 0.7],
];

/** How sure one meaning may serve another; 0 = not at all. */
export function relation(from: string, to: string): number {
  return related.find(([left, right]) => left === from && right === to)?.[2] ?? 0;
}

/** What a word says about whose value it is, and how much surety it costs when only one side has it. */
const qualifiers: Record<string, number> = {
  primary: 0,
  main: 0,
  default: 0.01,
  mailing: 0.01,
  contact: 0.01,
  customer: 0.01,
  person: 0.01,
  personal: 0.03,
  subscriber: 0.01,
  member: 0.01,
  user: 0.02,
  client: 0.01,
  lead: 0.02,
  buyer: 0.02,
  current: 0.01,
  address: 0.02,
  adresse: 0.02,
  rechnung: 0.04,
  rechnungs: 0.04,
  billing: 0.04,
  bill: 0.04,
  invoice: 0.06,
  shipping: 0.07,
  ship: 0.07,
  delivery: 0.07,
  liefer: 0.07,
  work: 0.04,
  business: 0.04,
  office: 0.04,
  home: 0.09,
  company: 0.16,
  privat: 0.09,
  private: 0.09,
};

/** Words systems add without meaning anything by them. */
const noise: ReadonlySet<string> = new Set([
  'c',
  'cf',
  'custom',
  'field',
  'fields',
  'merge',
  'properties',
  'property',
  'hs',
  'attributes',
  'attr',
  'the',
]);

/** The words of a name. @example wordsOf('MailingPostalCode__c') // ['mailing', 'postal', 'code'] */
export function wordsOf(name: string): string[] {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss');
  const words = plain.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{Lo}+/gu) ?? [];
  const lower = words.map((word) => word.toLowerCase());
  const meant = lower.filter((word) => !noise.has(word));
  return meant.length === 0 ? lower : meant;
}

export interface NameMeaning {
  words: string[];
  /** All words as one. */
  joined: string;
  meaning: string | null;
  /** Words taken away to find the meaning. */
  qualifiers: string[];
  /** What they cost together. */
  doubt: number;
}

/** What a field name says. @example readName('billing_zip').meaning // 'postal code' */
export function readName(name: string): NameMeaning {
  const words = wordsOf(name);
  const joined = words.join('');
  let core = words;
  const removed: string[] = [];
  let doubt = 0;
  for (;;) {
    const meaning = meanings.get(core.join(''));
    if (meaning !== undefined) return { words, joined, meaning, qualifiers: removed, doubt };
    const [first, ...others] = core;
    const cost = first === undefined || others.length === 0 ? undefined : qualifierCost(first);
    if (first === undefined || cost === undefined)
      return { words, joined, meaning: null, qualifiers: [], doubt: 0 };
    removed.push(first);
    doubt += cost;
    core = others;
  }
}

function qualifierCost(word: string): number | undefined {
  return Object.hasOwn(qualifiers, word) ? qualifiers[word] : undefined;
}

/** Names that mean several things, so that the same meaning alone says less. */
export const ambiguousNames: ReadonlySet<string> = new Set([
  'name',
  'title',
  'state',
  'address',
  'first',
  'last',
  'role',
  'position',
  'account',
  'source',
  'region',
  'prefix',
  'orders',
  'owner',
  'count',
  'total',
  'business',
  'land',
]);
