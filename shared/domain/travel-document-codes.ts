/**
 * Codes on travel documents that ISO 3166 does not hold (ICAO 9303-3 §5 parts B to E), with their names in the four official
 * languages, and the ISO code of the country where there is one. UTO is ICAO's code for specimens.
 */
export interface TravelDocumentCode {
  readonly iso2: string | null;
  readonly en: string;
  readonly fr: string;
  readonly es: string;
  readonly ar: string;
}

const entry = (iso2: string | null, en: string, fr: string, es: string, ar: string): TravelDocumentCode => ({
  iso2,
  en,
  fr,
  es,
  ar,
});

export const travelDocumentCodes: Readonly<Record<string, TravelDocumentCode>> = {
  D: entry('DE', 'Germany', 'Allemagne', 'Alemania', 'ألمانيا'),
  GBD: entry(
    'GB',
    'British Overseas Territories citizen',
    'Citoyen des territoires britanniques d’outre-mer',
    'Ciudadano de los territorios británicos de ultramar',
    'مواطن أقاليم ما وراء البحار البريطانية',
  ),
  GBN: entry(
    'GB',
    'British National (Overseas)',
    'Ressortissant britannique (outre-mer)',
    'Nacional británico (ultramar)',
    'بريطاني (ما وراء البحار)',
  ),
  GBO: entry(
    'GB',
    'British Overseas citizen',
    'Citoyen britannique d’outre-mer',
    'Ciudadano británico de ultramar',
    'مواطن بريطاني لما وراء البحار',
  ),
  GBP: entry(
    'GB',
    'British protected person',
    'Personne protégée britannique',
    'Persona bajo protección británica',
    'شخص مشمول بالحماية البريطانية',
  ),
  GBS: entry('GB', 'British subject', 'Sujet britannique', 'Súbdito británico', 'من رعايا بريطانيا'),
  RKS: entry('XK', 'Kosovo', 'Kosovo', 'Kosovo', 'كوسوفو'),
  XXK: entry('XK', 'Kosovo', 'Kosovo', 'Kosovo', 'كوسوفو'),
  UNK: entry(
    'XK',
    'Resident of Kosovo (UNMIK)',
    'Résident du Kosovo (MINUK)',
    'Residente de Kosovo (UNMIK)',
    'مقيم في كوسوفو (بعثة الأمم المتحدة)',
  ),
  ANT: entry(
    null,
    'Netherlands Antilles (former)',
    'Antilles néerlandaises (ancien)',
    'Antillas Neerlandesas (antiguo)',
    'جزر الأنتيل الهولندية (سابقاً)',
  ),
  NTZ: entry(
    null,
    'Neutral Zone (former)',
    'Zone neutre (ancien)',
    'Zona Neutral (antiguo)',
    'المنطقة المحايدة (سابقاً)',
  ),
  EUE: entry(null, 'European Union', 'Union européenne', 'Unión Europea', 'الاتحاد الأوروبي'),
  UNO: entry(null, 'United Nations', 'Nations Unies', 'Naciones Unidas', 'الأمم المتحدة'),
  UNA: entry(
    null,
    'United Nations specialized agency',
    'Institution spécialisée des Nations Unies',
    'Organismo especializado de las Naciones Unidas',
    'وكالة متخصصة للأمم المتحدة',
  ),
  XBA: entry(
    null,
    'African Development Bank',
    'Banque africaine de développement',
    'Banco Africano de Desarrollo',
    'البنك الأفريقي للتنمية',
  ),
  XIM: entry(
    null,
    'African Export-Import Bank',
    'Banque africaine d’import-export',
    'Banco Africano de Exportación e Importación',
    'البنك الأفريقي للتصدير والاستيراد',
  ),
  XCC: entry(null, 'Caribbean Community', 'Communauté des Caraïbes', 'Comunidad del Caribe', 'الجماعة الكاريبية'),
  XCE: entry(null, 'Council of Europe', 'Conseil de l’Europe', 'Consejo de Europa', 'مجلس أوروبا'),
  XCO: entry(
    null,
    'Common Market for Eastern and Southern Africa',
    'Marché commun de l’Afrique orientale et australe',
    'Mercado Común de África Oriental y Meridional',
    'السوق المشتركة لشرق وجنوب أفريقيا',
  ),
  XEC: entry(
    null,
    'Economic Community of West African States',
    'Communauté économique des États de l’Afrique de l’Ouest',
    'Comunidad Económica de los Estados de África Occidental',
    'الجماعة الاقتصادية لدول غرب أفريقيا',
  ),
  XES: entry(
    null,
    'Organisation of Eastern Caribbean States',
    'Organisation des États de la Caraïbe orientale',
    'Organización de Estados del Caribe Oriental',
    'منظمة دول شرق الكاريبي',
  ),
  XPO: entry(null, 'INTERPOL', 'INTERPOL', 'INTERPOL', 'الإنتربول'),
  XOM: entry(
    null,
    'Sovereign Military Order of Malta',
    'Ordre souverain militaire de Malte',
    'Soberana Orden Militar de Malta',
    'منظمة فرسان مالطة',
  ),
  XDC: entry(
    null,
    'Southern African Development Community',
    'Communauté de développement de l’Afrique australe',
    'Comunidad de Desarrollo de África Meridional',
    'الجماعة الإنمائية للجنوب الأفريقي',
  ),
  XXA: entry(
    null,
    'Stateless person (1954 Convention)',
    'Apatride (Convention de 1954)',
    'Apátrida (Convención de 1954)',
    'شخص عديم الجنسية (اتفاقية 1954)',
  ),
  XXB: entry(
    null,
    'Refugee (1951 Convention)',
    'Réfugié (Convention de 1951)',
    'Refugiado (Convención de 1951)',
    'لاجئ (اتفاقية 1951)',
  ),
  XXC: entry(null, 'Refugee, other', 'Réfugié, autre', 'Refugiado, otro', 'لاجئ، غير ذلك'),
  XXX: entry(
    null,
    'Unspecified nationality',
    'Nationalité non précisée',
    'Nacionalidad no especificada',
    'جنسية غير محددة',
  ),
  UTO: entry(null, 'Utopia (specimen)', 'Utopie (spécimen)', 'Utopía (espécimen)', 'يوتوبيا (نموذج)'),
};
