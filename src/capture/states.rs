//! Names of states: the English short names of ISO 3166-1 with their usual variants, and what the larger ones call themselves.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::model::names::fold;

/// The ISO 3166-1 alpha-2 code of the state or territory of this name, in any case, with or without “the”.
pub(super) fn state_code(name: &str) -> Option<&'static str> {
    static CODES: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
        let rows = STATES.lines().filter_map(|row| row.split_once(' '));
        rows.flat_map(|(code, names)| names.split('|').map(move |name| (plain(name), code)))
            .collect()
    });
    CODES.get(&plain(name)).copied()
}

/// A name without what is written in different ways: “the”, accents, full stops, hyphens, curly apostrophes.
fn plain(name: &str) -> String {
    let folded = fold(name);
    let latin = match folded.is_ascii() {
        true => folded.into_owned(),
        // Accents go; other scripts stay themselves, so that no two names meet by their sound.
        false => folded.chars().map(without_accent).collect(),
    };
    let words = latin.replace(['.', '’', '\''], "").replace('-', " ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}

fn without_accent(c: char) -> char {
    use unicode_normalization::UnicodeNormalization as _;
    let mut parts = std::iter::once(c).nfd();
    match parts.next() {
        Some(letter) if letter.is_ascii_alphabetic() => letter,
        _ => c,
    }
}

/// A state a row: its code, a blank, its names.
const STATES: &str = "\
AD Andorra|Principality of Andorra
AE United Arab Emirates|UAE|Emirates
AF Afghanistan|Islamic Republic of Afghanistan|Islamic Emirate of Afghanistan
AG Antigua and Barbuda
AI Anguilla
AL Albania|Republic of Albania|Shqipëria
AM Armenia|Republic of Armenia
AO Angola|Republic of Angola
AQ Antarctica
AR Argentina|Argentine Republic
AS American Samoa
AT Austria|Republic of Austria|Österreich
AU Australia|Commonwealth of Australia
AW Aruba
AX Åland Islands|Åland
AZ Azerbaijan|Republic of Azerbaijan
BA Bosnia and Herzegovina|Bosnia|Bosnia-Herzegovina|Bosna i Hercegovina
BB Barbados
BD Bangladesh|People's Republic of Bangladesh
BE Belgium|Kingdom of Belgium|België|Belgique|Belgien
BF Burkina Faso
BG Bulgaria|Republic of Bulgaria|България
BH Bahrain|Kingdom of Bahrain
BI Burundi|Republic of Burundi
BJ Benin|Republic of Benin
BL Saint Barthélemy|St Barts
BM Bermuda
BN Brunei Darussalam|Brunei
BO Bolivia|Plurinational State of Bolivia
BQ Bonaire, Sint Eustatius and Saba|Caribbean Netherlands
BR Brazil|Brasil|Federative Republic of Brazil
BS Bahamas|Commonwealth of the Bahamas
BT Bhutan|Kingdom of Bhutan
BV Bouvet Island
BW Botswana|Republic of Botswana
BY Belarus|Republic of Belarus|Byelorussia|Беларусь
BZ Belize
CA Canada
CC Cocos Islands|Cocos (Keeling) Islands
CD Democratic Republic of the Congo|Congo, Democratic Republic of the|DR Congo|DRC|Congo-Kinshasa|Zaire
CF Central African Republic
CG Congo|Republic of the Congo|Congo-Brazzaville
CH Switzerland|Swiss Confederation|Schweiz|Suisse|Svizzera
CI Côte d'Ivoire|Ivory Coast
CK Cook Islands
CL Chile|Republic of Chile
CM Cameroon|Republic of Cameroon|Cameroun
CN China|People's Republic of China|PRC|PR China|Mainland China|中国|中华人民共和国
CO Colombia|Republic of Colombia
CR Costa Rica|Republic of Costa Rica
CU Cuba|Republic of Cuba
CV Cabo Verde|Cape Verde
CW Curaçao
CX Christmas Island
CY Cyprus|Republic of Cyprus|Κύπρος|Kıbrıs
CZ Czechia|Czech Republic|Česko|Česká republika
DE Germany|Federal Republic of Germany|Deutschland|Bundesrepublik Deutschland
DJ Djibouti|Republic of Djibouti
DK Denmark|Kingdom of Denmark|Danmark
DM Dominica|Commonwealth of Dominica
DO Dominican Republic
DZ Algeria|People's Democratic Republic of Algeria|Algérie
EC Ecuador|Republic of Ecuador
EE Estonia|Republic of Estonia|Eesti
EG Egypt|Arab Republic of Egypt|مصر
EH Western Sahara
ER Eritrea|State of Eritrea
ES Spain|Kingdom of Spain|España
ET Ethiopia|Federal Democratic Republic of Ethiopia
FI Finland|Republic of Finland|Suomi
FJ Fiji|Republic of Fiji
FK Falkland Islands|Falklands|Malvinas
FM Micronesia|Federated States of Micronesia
FO Faroe Islands|Faroes
FR France|French Republic|République française
GA Gabon|Gabonese Republic
GB United Kingdom|UK|U.K.|Great Britain|Britain|United Kingdom of Great Britain and Northern Ireland
GD Grenada
GE Georgia|საქართველო
GF French Guiana
GG Guernsey|Bailiwick of Guernsey
GH Ghana|Republic of Ghana
GI Gibraltar
GL Greenland|Kalaallit Nunaat
GM Gambia|Republic of the Gambia
GN Guinea|Republic of Guinea
GP Guadeloupe
GQ Equatorial Guinea|Republic of Equatorial Guinea
GR Greece|Hellenic Republic|Hellas|Ελλάδα
GS South Georgia and the South Sandwich Islands
GT Guatemala|Republic of Guatemala
GU Guam
GW Guinea-Bissau
GY Guyana|Co-operative Republic of Guyana
HK Hong Kong|Hong Kong SAR|香港
HM Heard Island and McDonald Islands
HN Honduras|Republic of Honduras
HR Croatia|Republic of Croatia|Hrvatska
HT Haiti|Republic of Haiti|Haïti
HU Hungary|Magyarország
ID Indonesia|Republic of Indonesia
IE Ireland|Republic of Ireland|Éire
IL Israel|State of Israel|ישראל
IM Isle of Man
IN India|Republic of India|Bharat|भारत
IO British Indian Ocean Territory
IQ Iraq|Republic of Iraq
IR Iran|Islamic Republic of Iran|Iran, Islamic Republic of|ایران
IS Iceland|Ísland
IT Italy|Italian Republic|Italia
JE Jersey|Bailiwick of Jersey
JM Jamaica
JO Jordan|Hashemite Kingdom of Jordan
JP Japan|日本|Nippon
KE Kenya|Republic of Kenya
KG Kyrgyzstan|Kyrgyz Republic
KH Cambodia|Kingdom of Cambodia
KI Kiribati|Republic of Kiribati
KM Comoros|Union of the Comoros
KN Saint Kitts and Nevis|St Kitts and Nevis
KP North Korea|Democratic People's Republic of Korea|Korea, Democratic People's Republic of|DPRK
KR South Korea|Republic of Korea|Korea, Republic of|Korea|대한민국
KW Kuwait|State of Kuwait
KY Cayman Islands|Caymans
KZ Kazakhstan|Republic of Kazakhstan|Қазақстан|Казахстан
LA Laos|Lao People's Democratic Republic|Lao PDR
LB Lebanon|Lebanese Republic|Liban
LC Saint Lucia|St Lucia
LI Liechtenstein|Principality of Liechtenstein
LK Sri Lanka|Democratic Socialist Republic of Sri Lanka
LR Liberia|Republic of Liberia
LS Lesotho|Kingdom of Lesotho
LT Lithuania|Republic of Lithuania|Lietuva
LU Luxembourg|Grand Duchy of Luxembourg|Luxemburg
LV Latvia|Republic of Latvia|Latvija
LY Libya|State of Libya
MA Morocco|Kingdom of Morocco|Maroc
MC Monaco|Principality of Monaco
MD Moldova|Republic of Moldova|Moldova, Republic of
ME Montenegro|Crna Gora
MF Saint Martin
MG Madagascar|Republic of Madagascar
MH Marshall Islands|Republic of the Marshall Islands
MK North Macedonia|Republic of North Macedonia|Macedonia
ML Mali|Republic of Mali
MM Myanmar|Burma|Republic of the Union of Myanmar
MN Mongolia
MO Macao|Macau|澳門
MP Northern Mariana Islands
MQ Martinique
MR Mauritania|Islamic Republic of Mauritania
MS Montserrat
MT Malta|Republic of Malta
MU Mauritius|Republic of Mauritius
MV Maldives|Republic of Maldives
MW Malawi|Republic of Malawi
MX Mexico|United Mexican States|México
MY Malaysia|Federation of Malaysia
MZ Mozambique|Republic of Mozambique|Moçambique
NA Namibia|Republic of Namibia
NC New Caledonia
NE Niger|Republic of the Niger
NF Norfolk Island
NG Nigeria|Federal Republic of Nigeria
NI Nicaragua|Republic of Nicaragua
NL Netherlands|Kingdom of the Netherlands|Holland|Nederland
NO Norway|Kingdom of Norway|Norge
NP Nepal|Federal Democratic Republic of Nepal
NR Nauru|Republic of Nauru
NU Niue
NZ New Zealand|Aotearoa|Aotearoa New Zealand
OM Oman|Sultanate of Oman
PA Panama|Republic of Panama|Panamá
PE Peru|Republic of Peru|Perú
PF French Polynesia
PG Papua New Guinea
PH Philippines|Republic of the Philippines|Pilipinas
PK Pakistan|Islamic Republic of Pakistan
PL Poland|Republic of Poland|Polska
PM Saint Pierre and Miquelon
PN Pitcairn|Pitcairn Islands
PR Puerto Rico
PS Palestine|State of Palestine|Palestine, State of
PT Portugal|Portuguese Republic
PW Palau|Republic of Palau
PY Paraguay|Republic of Paraguay
QA Qatar|State of Qatar
RE Réunion
RO Romania|România
RS Serbia|Republic of Serbia|Srbija|Србија
RU Russia|Russian Federation|Россия|Российская Федерация|Rossiya
RW Rwanda|Republic of Rwanda
SA Saudi Arabia|Kingdom of Saudi Arabia|KSA
SB Solomon Islands
SC Seychelles|Republic of Seychelles
SD Sudan|Republic of the Sudan
SE Sweden|Kingdom of Sweden|Sverige
SG Singapore|Republic of Singapore
SH Saint Helena, Ascension and Tristan da Cunha|Saint Helena
SI Slovenia|Republic of Slovenia|Slovenija
SJ Svalbard and Jan Mayen|Svalbard
SK Slovakia|Slovak Republic|Slovensko
SL Sierra Leone|Republic of Sierra Leone
SM San Marino|Republic of San Marino
SN Senegal|Republic of Senegal|Sénégal
SO Somalia|Federal Republic of Somalia
SR Suriname|Republic of Suriname
SS South Sudan|Republic of South Sudan
ST Sao Tome and Principe|São Tomé and Príncipe
SV El Salvador|Republic of El Salvador
SX Sint Maarten
SY Syria|Syrian Arab Republic|سوريا
SZ Eswatini|Kingdom of Eswatini|Swaziland
TC Turks and Caicos Islands
TD Chad|Republic of Chad|Tchad
TF French Southern Territories
TG Togo|Togolese Republic
TH Thailand|Kingdom of Thailand|ประเทศไทย
TJ Tajikistan|Republic of Tajikistan
TK Tokelau
TL Timor-Leste|East Timor
TM Turkmenistan
TN Tunisia|Republic of Tunisia|Tunisie
TO Tonga|Kingdom of Tonga
TR Türkiye|Turkey|Republic of Türkiye|Republic of Turkey
TT Trinidad and Tobago
TV Tuvalu
TW Taiwan|Taiwan, Province of China|Republic of China|ROC|臺灣|台灣|台湾
TZ Tanzania|United Republic of Tanzania|Tanzania, United Republic of
UA Ukraine|Україна|Ukraina
UG Uganda|Republic of Uganda
UM United States Minor Outlying Islands
US United States|United States of America|USA|U.S.A.|US|U.S.|America
UY Uruguay|Eastern Republic of Uruguay
UZ Uzbekistan|Republic of Uzbekistan|O'zbekiston
VA Holy See|Vatican|Vatican City|Vatican City State
VC Saint Vincent and the Grenadines|St Vincent and the Grenadines
VE Venezuela|Bolivarian Republic of Venezuela
VG British Virgin Islands|Virgin Islands (British)|BVI
VI US Virgin Islands|Virgin Islands (U.S.)|United States Virgin Islands
VN Viet Nam|Vietnam|Socialist Republic of Viet Nam|Việt Nam
VU Vanuatu|Republic of Vanuatu
WF Wallis and Futuna
WS Samoa|Independent State of Samoa
YE Yemen|Republic of Yemen
YT Mayotte
ZA South Africa|Republic of South Africa|RSA
ZM Zambia|Republic of Zambia
ZW Zimbabwe|Republic of Zimbabwe
XK Kosovo|Republic of Kosovo
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_of_one_state() {
        let mut all: FxHashMap<String, &str> = FxHashMap::default();
        let mut codes = 0;
        for row in STATES.lines() {
            let (code, names) = row.split_once(' ').unwrap();
            assert!(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()));
            codes += 1;
            for name in names.split('|') {
                let known = all.insert(plain(name), code);
                assert!(known.is_none_or(|known| known == code), "{name}");
                assert_eq!(state_code(name), Some(code), "{name}");
            }
        }
        // All of ISO 3166-1, and Kosovo, whose code is given by users.
        assert_eq!(codes, 249 + 1);
    }

    #[test]
    fn names_are_known_as_people_write_them() {
        let check = |name: &str, code: Option<&str>| assert_eq!(state_code(name), code, "{name}");
        check("malaysia", Some("MY"));
        check("The Netherlands", Some("NL"));
        check("U.S.", Some("US"));
        check("Cote d’Ivoire", Some("CI"));
        check("TURKIYE", Some("TR"));
        check("Россия", Some("RU"));
        check("Bank Negara Malaysia", None);
        check("the", None);
        check("", None);
    }
}
