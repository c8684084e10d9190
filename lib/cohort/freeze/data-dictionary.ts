// The columns of a frozen cohort's files, in the order in which they stand: what each means, its unit and its values.
// It is a part of the format, in both languages, and no text of a page.

export interface Column {
  name: string;
  unit: string | null;
  type: "text" | "number" | "yes-no" | "list";
  en: string;
  fr: string;
}

export const LISTS = ["subjects", "exams", "series"] as const;
export type MemberList = (typeof LISTS)[number];

const column = (
  name: string,
  type: Column["type"],
  en: string,
  fr: string,
  unit: string | null = null,
): Column => ({ name, unit, type, en, fr });

const SUBJECT = column(
  "subject",
  "text",
  "The subject's pseudonym in the catalogue today; empty when it has left the catalogue",
  "Pseudonyme actuel du sujet dans le catalogue ; vide s’il a quitté le catalogue",
);
const IN_VERSION = column(
  "subject_in_version",
  "text",
  "The subject within this version: the same for all exams of one person, and of no meaning elsewhere",
  "Le sujet au sein de cette version : le même pour tous les examens d’une personne, sans signification ailleurs",
);
const SEX = column(
  "sex",
  "text",
  "PatientSex (0010,0040): female, male, other, unknown",
  "PatientSex (0010,0040) : female, male, other, unknown",
);
const EXAM = column(
  "exam",
  "text",
  "Identifier of the exam in the catalogue",
  "Identifiant de l’examen dans le catalogue",
);
const SERIES = column(
  "series",
  "text",
  "Identifier of the series in the catalogue",
  "Identifiant de la série dans le catalogue",
);
const IN_CATALOGUE = column(
  "in_catalogue",
  "yes-no",
  "Whether the exam is still in the catalogue; if not, nothing more is told of it",
  "L’examen est-il encore au catalogue ; sinon, rien de plus n’en est dit",
);
const HASH = column(
  "state_sha256",
  "text",
  "SHA-256 of what was frozen of the member, as the digest takes it",
  "SHA-256 de l’état figé du membre, tel que l’empreinte le prend",
);

export const DICTIONARY: Record<MemberList, readonly Column[]> = {
  subjects: [
    SUBJECT,
    IN_VERSION,
    SEX,
    column("exams", "number", "Exams that are members", "Examens membres"),
    column("series", "number", "Series that are members", "Séries membres"),
    column(
      "age_min_years",
      "number",
      "Completed years at the first of these exams; 90 stands for over 89",
      "Âge révolu au plus jeune de ces examens ; 90 signifie plus de 89",
      "year",
    ),
    column(
      "age_max_years",
      "number",
      "Completed years at the last of these exams; 90 stands for over 89",
      "Âge révolu au plus âgé de ces examens ; 90 signifie plus de 89",
      "year",
    ),
  ],
  exams: [
    EXAM,
    SUBJECT,
    IN_VERSION,
    column(
      "month",
      "number",
      "Whole months since the subject's first visit; empty for an undated exam",
      "Mois entiers depuis la première visite du sujet ; vide pour un examen sans date",
      "month",
    ),
    SEX,
    column(
      "age_years",
      "number",
      "Completed years at the exam; 90 stands for over 89; empty when unknown",
      "Âge révolu à l’examen ; 90 signifie plus de 89 ; vide si inconnu",
      "year",
    ),
    column("site", "text", "Code of the site", "Code du site"),
    column("manufacturer", "text", "Manufacturer of the scanner", "Constructeur du scanner"),
    column("model", "text", "Model of the scanner", "Modèle du scanner"),
    column("field_tesla", "number", "Field strength of the scanner", "Champ du scanner", "T"),
    column("projects", "list", "Codes of the exam's projects", "Codes des projets de l’examen"),
    column(
      "control_in",
      "list",
      "Codes of the projects of which the subject is a healthy control",
      "Codes des projets dont le sujet est témoin sain",
    ),
    column(
      "diagnoses",
      "list",
      "Statements about the subject: code, verification, days from the exam to the assertion (and to the abatement after a slash); a date of month or year precision is the first day of its period, and says so",
      "Énoncés sur le sujet : code, vérification, jours de l’examen à l’énoncé (et à la fin, après une barre) ; une date au mois ou à l’année est le premier jour de sa période, et le dit",
      "day",
    ),
    column(
      "scores",
      "list",
      "Clinical scores of the subject: name, value, unit, days from the exam",
      "Scores cliniques du sujet : nom, valeur, unité, jours depuis l’examen",
      "day",
    ),
    column(
      "protocols",
      "list",
      "Protocols that judged the exam: code, version, verdict, and whether it was whole",
      "Protocoles ayant jugé l’examen : code, version, verdict, et s’il était complet",
    ),
    column("series", "number", "Series of the exam that are members", "Séries de l’examen qui sont membres"),
    IN_CATALOGUE,
    HASH,
  ],
  series: [
    SERIES,
    EXAM,
    SUBJECT,
    IN_VERSION,
    column("role", "text", "Role of the sequence", "Rôle de la séquence"),
    column(
      "is_3d",
      "yes-no",
      "MRAcquisitionType (0018,0023) is 3D; empty when unknown",
      "MRAcquisitionType (0018,0023) vaut 3D ; vide si inconnu",
    ),
    column(
      "map",
      "text",
      "Quantitative map; empty for a weighted image",
      "Carte quantitative ; vide pour une image pondérée",
    ),
    column(
      "contrast_agent",
      "text",
      "Contrast agent: yes, no, unknown",
      "Produit de contraste : yes, no, unknown",
    ),
    column("derived", "yes-no", "Computed from other series", "Calculée à partir d’autres séries"),
    column(
      "verdicts",
      "list",
      "Protocols that judged the series: code, version, verdict",
      "Protocoles ayant jugé la série : code, version, verdict",
    ),
    column(
      "qc_state",
      "text",
      "Beside comparable series: typical, outlier, unmeasured",
      "Face aux séries comparables : typical, outlier, unmeasured",
    ),
    column(
      "rating",
      "text",
      "Worst of the raters' latest ratings: good, usable, unusable; empty when unrated",
      "Plus sévère des dernières notes : good, usable, unusable ; vide sans note",
    ),
    column("images", "yes-no", "Images were in the store", "Les images étaient en stock"),
    column("voxel_size_max_mm", "number", "Largest side of a voxel", "Plus grand côté du voxel", "mm"),
    column("slice_thickness_mm", "number", "SliceThickness (0018,0050)", "SliceThickness (0018,0050)", "mm"),
    column("repetition_time_ms", "number", "RepetitionTime (0018,0080)", "RepetitionTime (0018,0080)", "ms"),
    column(
      "echo_times_ms",
      "list",
      "Echo times of the series, ascending",
      "Temps d’écho de la série, croissants",
      "ms",
    ),
    column("inversion_time_ms", "number", "InversionTime (0018,0082)", "InversionTime (0018,0082)", "ms"),
    column("flip_angle_deg", "number", "FlipAngle (0018,1314)", "FlipAngle (0018,1314)", "degree"),
    column(
      "b_values_s_per_mm2",
      "list",
      "Distinct b-values, ascending",
      "Valeurs de b distinctes, croissantes",
      "s/mm²",
    ),
    column(
      "direction_count",
      "number",
      "Distinct diffusion directions",
      "Directions de diffusion distinctes",
    ),
    column("volume_count", "number", "Points of the fourth axis", "Points du quatrième axe"),
    column("multiband_factor", "number", "Slices excited at once", "Coupes excitées à la fois"),
    column(
      "parallel_reduction_factor",
      "number",
      "ParallelReductionFactorInPlane (0018,9069)",
      "ParallelReductionFactorInPlane (0018,9069)",
    ),
    IN_CATALOGUE,
    HASH,
  ],
};
