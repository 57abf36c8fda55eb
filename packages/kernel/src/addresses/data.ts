/**
 * The 249 countries of ISO 3166-1 and their postal requirements, after the address metadata of Google's libaddressinput
 * (https://github.com/google/libaddressinput, CC BY 4.0).
 */
export const postalCodes = {
  /** The post delivers no letter without a postal code. */
  required: `
    AS AT AU AX BE BL BR CA CH CN CZ DE DK EE ES FI FK FM FR GB GF GG GL GP GR GS GU HU IM IN IO IT JE JP KR LI
    LT LU LV MF MH MP MQ MX MY NC NL NO NZ PF PL PM PN PR PT PW RE RO RU SE SG SH SJ SK SM TC TR TW UA US VI WF
    YT ZA
  `,
  /** Postal codes exist, and the post also delivers without one. */
  optional: `
    AD AF AI AL AM AR AZ BA BB BD BG BH BM BN BT BY CC CL CO CR CU CV CX CY DO DZ EC EG EH ET FO GE GI GN GT GW
    HM HN HR HT ID IE IL IQ IR IS JO KE KG KH KP KW KY KZ LA LB LK LR LS MA MC MD ME MG MK MM MN MT MU MV MZ NA
    NE NF NG NI NP OM PE PG PH PK PY RS SA SD SI SN SO SV SZ TH TJ TM TN TZ UM UY UZ VA VC VE VG VN ZM
  `,
  /** The country has no postal codes. */
  none: `
    AE AG AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM KN
    LC LY ML MO MR MS MW NR NU PA PS QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW
  `,
} as const;

/**
 * The states of countries whose post requires one beside the postal code: printed codes, then other spellings after
 * slashes.
 */
export const states = {
  AU: `
    ACT Australian Capital Territory; JBT Jervis Bay Territory; NSW New South Wales; NT Northern Territory; QLD
    Queensland; SA South Australia; TAS Tasmania; VIC Victoria; WA Western Australia
  `,
  BR: `
    AC Acre; AL Alagoas; AP Amapá; AM Amazonas; BA Bahia; CE Ceará; DF Distrito Federal; ES Espírito Santo; GO
    Goiás; MA Maranhão; MT Mato Grosso; MS Mato Grosso do Sul; MG Minas Gerais; PA Pará; PB Paraíba; PR Paraná;
    PE Pernambuco; PI Piauí; RJ Rio de Janeiro; RN Rio Grande do Norte; RS Rio Grande do Sul; RO Rondônia; RR
    Roraima; SC Santa Catarina; SP São Paulo; SE Sergipe; TO Tocantins
  `,
  CA: `
    AB Alberta; BC British Columbia; MB Manitoba; NB New Brunswick; NL Newfoundland and Labrador; NT Northwest
    Territories; NS Nova Scotia; NU Nunavut; ON Ontario; PE Prince Edward Island; QC Quebec; SK Saskatchewan; YT
    Yukon
  `,
  IN: `
    AN Andaman and Nicobar Islands / Andaman and Nicobar; AP Andhra Pradesh; AR Arunachal Pradesh; AS Assam; BR
    Bihar; CH Chandigarh; CG Chhattisgarh / CT; DH Dadra and Nagar Haveli and Daman and Diu; DL Delhi; GA Goa;
    GJ Gujarat; HR Haryana; HP Himachal Pradesh; JK Jammu and Kashmir; JH Jharkhand; KA Karnataka; KL Kerala; LA
    Ladakh; LD Lakshadweep; MP Madhya Pradesh; MH Maharashtra; MN Manipur; ML Meghalaya; MZ Mizoram; NL
    Nagaland; OD Odisha / OR / Orissa; PY Puducherry; PB Punjab; RJ Rajasthan; SK Sikkim; TN Tamil Nadu; TS
    Telangana / TG; TR Tripura; UP Uttar Pradesh; UK Uttarakhand / UT; WB West Bengal
  `,
  MX: `
    AGU Aguascalientes; BCN Baja California; BCS Baja California Sur; CAM Campeche; CHP Chiapas; CHH Chihuahua;
    CMX Ciudad de México / CDMX / Mexico City; COA Coahuila de Zaragoza; COL Colima; DUR Durango; MEX Estado de
    México / México; GUA Guanajuato; GRO Guerrero; HID Hidalgo; JAL Jalisco; MIC Michoacán; MOR Morelos; NAY
    Nayarit; NLE Nuevo León; OAX Oaxaca; PUE Puebla; QUE Querétaro; ROO Quintana Roo; SLP San Luis Potosí; SIN
    Sinaloa; SON Sonora; TAB Tabasco; TAM Tamaulipas; TLA Tlaxcala; VER Veracruz; YUC Yucatán; ZAC Zacatecas
  `,
  US: `
    AL Alabama; AK Alaska; AS American Samoa; AZ Arizona; AR Arkansas; AA Armed Forces Americas; AE Armed Forces
    Europe; AP Armed Forces Pacific; CA California; CO Colorado; CT Connecticut; DE Delaware; DC District of
    Columbia; FL Florida; GA Georgia; GU Guam; HI Hawaii; ID Idaho; IL Illinois; IN Indiana; IA Iowa; KS Kansas;
    KY Kentucky; LA Louisiana; ME Maine; MH Marshall Islands; MD Maryland; MA Massachusetts; MI Michigan; FM
    Micronesia; MN Minnesota; MS Mississippi; MO Missouri; MT Montana; NE Nebraska; NV Nevada; NH New Hampshire;
    NJ New Jersey; NM New Mexico; NY New York; NC North Carolina; ND North Dakota; MP Northern Mariana Islands;
    OH Ohio; OK Oklahoma; OR Oregon; PW Palau; PA Pennsylvania; PR Puerto Rico; RI Rhode Island; SC South
    Carolina; SD South Dakota; TN Tennessee; TX Texas; UT Utah; VT Vermont; VI Virgin Islands; VA Virginia; WA
    Washington; WV West Virginia; WI Wisconsin; WY Wyoming
  `,
} as const;

/** Codes that people confuse with ISO 3166-1, and the countries they mean. */
export const mistakenCodes: Readonly<Record<string, string>> = {
  UK: 'GB',
  EN: 'GB',
  ENG: 'GB',
  SCO: 'GB',
  WAL: 'GB',
  NIR: 'GB',
  GBR: 'GB',
  ENGLAND: 'GB',
  SCOTLAND: 'GB',
  WALES: 'GB',
  'NORTHERN IRELAND': 'GB',
  'GREAT BRITAIN': 'GB',
  EL: 'GR',
  USA: 'US',
  'U.S.': 'US',
  'U.S.A.': 'US',
  UAE: 'AE',
  DEU: 'DE',
  FRA: 'FR',
  ESP: 'ES',
  ITA: 'IT',
  NLD: 'NL',
  CAN: 'CA',
  AUS: 'AU',
  JPN: 'JP',
  CHN: 'CN',
  HKG: 'HK',
  HOLLAND: 'NL',
  SU: 'RU',
  DD: 'DE',
  FX: 'FR',
  TP: 'TL',
  ZR: 'CD',
  BU: 'MM',
};
