import type { DataRecord, FieldSchema, FieldType } from '@syncline/model';

/** Two systems and what a person would map: destination field to source path. What is not listed should stay open. */
export interface LabelledSystems {
  name: string;
  source: FieldSchema[];
  target: FieldSchema[];
  pairs: Record<string, string>;
  samples: DataRecord[];
}

const fields = (text: string): FieldSchema[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [name = '', type = 'text'] = word.split(':');
      // The fixture writes types by their names.
      return { name, type: type as FieldType, nullable: true, required: false };
    });

const salesforceContact = fields(`
  Id AccountId FirstName LastName Name Salutation Title Department Email:email Phone:phone MobilePhone:phone HomePhone:phone
  OtherPhone:phone AssistantPhone:phone AssistantName MailingStreet MailingCity MailingState MailingPostalCode MailingCountry
  OtherStreet OtherCity OtherState OtherPostalCode OtherCountry Birthdate:date LeadSource Description OwnerId
  HasOptedOutOfEmail:boolean CreatedDate:datetime LastModifiedDate:datetime SystemModstamp:datetime ReportsToId Fax
  LastActivityDate:date PhotoUrl:url`);

const contactSamples: DataRecord[] = [
  {
    Id: '0035g00000XyZ1AAK',
    AccountId: '0015g00000AbC1AAK',
    FirstName: 'Ada',
    LastName: 'Lovelace',
    Name: 'Ada Lovelace',
    Title: 'Analyst',
    Email: 'ada@example.com',
    Phone: '+41446681800',
    MailingStreet: 'Bahnhofstrasse 1',
    MailingCity: 'Zürich',
    MailingPostalCode: '8001',
    MailingCountry: 'Switzerland',
    Birthdate: '1990-12-10',
    CreatedDate: '2024-05-01T08:00:00Z',
    LastModifiedDate: '2024-05-02T08:00:00Z',
  },
  {
    Id: '0035g00000XyZ2AAK',
    FirstName: 'Grace',
    LastName: 'Hopper',
    Name: 'Grace Hopper',
    Email: 'grace@example.com',
    MailingCity: 'Arlington',
    CreatedDate: '2024-05-03T08:00:00Z',
    LastModifiedDate: '2024-05-03T08:00:00Z',
  },
];

const shopSamples: DataRecord[] = [
  {
    id: 207119551,
    email: 'bob@example.com',
    first_name: 'Bob',
    last_name: 'Norman',
    phone: '+16136120707',
    accepts_marketing: true,
    orders_count: 3,
    total_spent: '199.65',
    tags: 'loyal, vip',
    note: 'Likes blue',
    currency: 'CAD',
    created_at: '2024-05-01T08:00:00-04:00',
    updated_at: '2024-05-02T08:00:00-04:00',
    verified_email: true,
    default_address: {
      address1: 'Chestnut Street 92',
      address2: 'Apt 2',
      city: 'Louisville',
      province: 'Kentucky',
      zip: '40202',
      country: 'United States',
      company: 'Norman Ltd',
    },
  },
];

export const labelledSystems: LabelledSystems[] = [
  {
    name: 'Salesforce contact to Mailchimp member',
    source: salesforceContact,
    target: fields(
      'email_address:email FNAME LNAME PHONE:phone BIRTHDAY:date COMPANY status language vip:boolean timestamp_opt:datetime source tags:list',
    ),
    pairs: {
      email_address: 'Email',
      FNAME: 'FirstName',
      LNAME: 'LastName',
      PHONE: 'Phone',
      BIRTHDAY: 'Birthdate',
      source: 'LeadSource',
      timestamp_opt: 'CreatedDate',
    },
    samples: contactSamples,
  },
  {
    name: 'Salesforce contact to HubSpot contact',
    source: salesforceContact,
    target: fields(
      'email:email firstname lastname phone:phone mobilephone:phone jobtitle salutation address city state zip country date_of_birth:date hs_language website:url',
    ),
    pairs: {
      email: 'Email',
      firstname: 'FirstName',
      lastname: 'LastName',
      phone: 'Phone',
      mobilephone: 'MobilePhone',
      jobtitle: 'Title',
      salutation: 'Salutation',
      address: 'MailingStreet',
      city: 'MailingCity',
      state: 'MailingState',
      zip: 'MailingPostalCode',
      country: 'MailingCountry',
      date_of_birth: 'Birthdate',
    },
    samples: contactSamples,
  },
  {
    name: 'Shopify customer to a database table',
    source: fields(
      'id:integer email:email first_name last_name phone:phone accepts_marketing:boolean orders_count:integer total_spent:decimal tags note currency created_at:datetime updated_at:datetime verified_email:boolean default_address:json',
    ),
    target: fields(
      'external_id email given_name family_name telephone:phone marketing_opt_in:boolean order_count:integer lifetime_value:decimal notes currency_code created:datetime last_modified:datetime street city region postcode country company_name tags:list',
    ),
    pairs: {
      external_id: 'id',
      email: 'email',
      given_name: 'first_name',
      family_name: 'last_name',
      telephone: 'phone',
      marketing_opt_in: 'accepts_marketing',
      order_count: 'orders_count',
      lifetime_value: 'total_spent',
      notes: 'note',
      currency_code: 'currency',
      created: 'created_at',
      last_modified: 'updated_at',
      street: 'default_address.address1',
      city: 'default_address.city',
      region: 'default_address.province',
      postcode: 'default_address.zip',
      country: 'default_address.country',
      company_name: 'default_address.company',
      tags: 'tags',
    },
    samples: shopSamples,
  },
  {
    name: 'German spreadsheet to a CRM',
    source: fields(
      'Kundennummer Anrede Vorname Nachname Firma E-Mail Telefon Handy Straße PLZ Ort Land Geburtsdatum Umsatz Newsletter Bemerkung Webseite Sprache',
    ),
    target: fields(
      'customer_id:integer salutation first_name last_name company email:email phone mobile street postal_code city country date_of_birth:date total_spent:decimal consent:boolean comments website:url language',
    ),
    pairs: {
      customer_id: 'Kundennummer',
      salutation: 'Anrede',
      first_name: 'Vorname',
      last_name: 'Nachname',
      company: 'Firma',
      email: 'E-Mail',
      phone: 'Telefon',
      mobile: 'Handy',
      street: 'Straße',
      postal_code: 'PLZ',
      city: 'Ort',
      country: 'Land',
      date_of_birth: 'Geburtsdatum',
      total_spent: 'Umsatz',
      consent: 'Newsletter',
      comments: 'Bemerkung',
      website: 'Webseite',
      language: 'Sprache',
    },
    samples: [
      {
        Kundennummer: '10042',
        Anrede: 'Frau',
        Vorname: 'Anna',
        Nachname: 'Müller',
        Firma: 'Müller AG',
        'E-Mail': ' Anna@Example.com ',
        Telefon: '030 123456',
        Handy: '0171 1234567',
        Straße: 'Hauptstr. 5',
        PLZ: '10115',
        Ort: 'Berlin',
        Land: 'Deutschland',
        Geburtsdatum: '31.12.1980',
        Umsatz: '1.234,50',
        Newsletter: 'yes',
        Bemerkung: 'VIP',
        Webseite: 'https://example.com',
        Sprache: 'de',
      },
      {
        Kundennummer: '10043',
        Vorname: 'Ben',
        Nachname: 'Kern',
        Geburtsdatum: '01.02.1975',
        Umsatz: '12,00',
        Newsletter: 'no',
      },
    ],
  },
  {
    name: 'WooCommerce customer to Brevo contact',
    source: fields(
      'id:integer date_created:datetime date_modified:datetime email:email first_name last_name username billing:json shipping:json is_paying_customer:boolean avatar_url:url',
    ),
    target: fields(
      'EMAIL:email FIRSTNAME LASTNAME SMS:phone EXT_ID CITY COUNTRY CREATED_AT:datetime MODIFIED_AT:datetime',
    ),
    pairs: {
      EMAIL: 'email',
      FIRSTNAME: 'first_name',
      LASTNAME: 'last_name',
      CITY: 'billing.city',
      COUNTRY: 'billing.country',
      CREATED_AT: 'date_created',
      MODIFIED_AT: 'date_modified',
      SMS: 'billing.phone',
    },
    samples: [
      {
        id: 25,
        date_created: '2024-05-01T08:00:00Z',
        date_modified: '2024-05-02T08:00:00Z',
        email: 'john.doe@example.com',
        first_name: 'John',
        last_name: 'Doe',
        username: 'john.doe',
        billing: {
          first_name: 'John',
          last_name: 'Doe',
          city: 'San Francisco',
          country: 'US',
          phone: '+14155552671',
          email: 'billing@example.com',
        },
        shipping: { first_name: 'John', last_name: 'Doe', city: 'Oakland', country: 'US' },
      },
    ],
  },
  {
    name: 'HubSpot company to ERP account',
    source: fields(
      'hs_object_id:integer name domain website:url phone:phone address address2 city state zip country industry numberofemployees:integer annualrevenue:decimal description createdate:datetime hs_lastmodifieddate:datetime hubspot_owner_id timezone',
    ),
    target: fields(
      'account_name website_url:url phone_number:phone address_line_1 address_line_2 town province postal_code country_name sector employee_count:integer annual_revenue:decimal remarks created_on:datetime modified_on:datetime vat_number time_zone',
    ),
    pairs: {
      website_url: 'website',
      phone_number: 'phone',
      address_line_1: 'address',
      address_line_2: 'address2',
      town: 'city',
      province: 'state',
      postal_code: 'zip',
      country_name: 'country',
      sector: 'industry',
      employee_count: 'numberofemployees',
      annual_revenue: 'annualrevenue',
      remarks: 'description',
      created_on: 'createdate',
      modified_on: 'hs_lastmodifieddate',
      time_zone: 'timezone',
    },
    samples: [],
  },
];
