"""The term of a French word: endings cut off, so that « résiliation » and « résilier » are one. Pure.

Made for words that were folded (without accents) and for questions as readers type them. It follows J. Savoy's light
stemmer: numbers and genders always fall together, verbs and nouns of one root often, and words that only look alike
stay apart. Snowball's, which cuts more, makes one term of « loyer » and « loi », of « délai » and « délit ».
"""

_DOUBLED = ("ll", "nn", "tt", "ss", "rr", "mm", "pp", "cc", "ff")

# An ending, how long a word must at least be for it, and what it becomes; the first that fits. Longest first.
_ENDINGS = (
    ("ficatrice", 12, "fier"),
    ("issement", 10, "ir"),
    ("ficateur", 11, "fier"),
    ("isateur", 10, "is"),
    ("catrice", 10, "quer"),
    ("isation", 10, "is"),
    ("issant", 9, "ir"),
    ("cateur", 9, "quer"),
    ("atrice", 9, "er"),
    ("nnelle", 10, "n"),
    ("ation", 9, ""),
    ("ition", 9, ""),
    ("ateur", 8, "er"),
    ("trice", 7, "ter"),
    ("teuse", 8, "ter"),
    ("inage", 8, "in"),
    ("ement", 7, "e"),
    ("nnel", 10, "n"),
    ("teur", 7, "ter"),
    ("euse", 6, "eu"),
    ("ieme", 6, ""),
    ("ique", 9, ""),
    ("esse", 9, "e"),
    ("ere", 9, "er"),
    ("ive", 8, "if"),
)

# Verbs whose forms no rule brings together, and plurals that look like others.
_FAMILIES = """
    recevoir recois recoit recevons recevez recoivent recu recus recue recues recevais recevait recevra recevrai
    savoir sais sait savons savez savent su
    voir vois voit voyons voyez voient vu vue vus vues verra verrai
    tenir tiens tient tiennent tenu tenue tenus tenues
    detenir detiens detient detiennent detenu detenue detenus detenues
    obtenir obtiens obtient obtiennent obtenu obtenue obtenus obtenues
    venir viens vient viennent venu venue venus venues
    prendre prends prend prenons prenez prennent pris prise prises
    apprendre apprends apprend apprennent appris apprise apprises
    comprendre comprends comprend comprennent compris comprise comprises
    mettre mets met mettons mettez mettent mis mise mises
    transmettre transmets transmet transmettent transmis transmise transmises
    permettre permet permettent
    commettre commet commettent commis commise commises
    vendre vends vend vendons vendez vendent vendu vendue vendus vendues
    rendre rends rend rendons rendez rendent rendu rendue rendus rendues
    perdre perds perd perdent perdu perdue perdus perdues
    attendre attends attend attendent attendu attendue
    entendre entends entend entendent entendu entendue
    repondre reponds repond repondons repondez repondent repondu
    rompre romps rompt rompent rompu rompue
    lire lis lit lisent lu lue lus lues
    ecrire ecris ecrit ecrits ecrite ecrites ecrivez ecrivent
    inscrire inscris inscrit inscrits inscrite inscrites inscrivez inscrivent inscription inscriptions
    souscrire souscris souscrit souscrits souscrite souscrites souscrivez souscription
    prescrire prescrit prescrits prescrite prescrites prescription prescriptions
    connaitre connais connait connaissent connu connue connus connues
    disparaitre disparait disparu disparue disparus
    payer paie paies paye payes paient payent paiement paiements
    envoyer envoie envoies envoient envoi envois
    employer emploie emploies emploient
    mourir meurt mort morts morte
    vivre vis vit vivons vivez vivent vecu
    suivre suis suit suivez suivent suivi suivie suivis suivies
    partir pars part partent
    sortir sors sort sortent
    interdire interdit interdits interdite interdites interdisent interdiction interdictions
    detruire detruit detruits detruite detruites detruisent destruction
    conduire conduis conduit conduite conduites conduisent
    produire produit produits produite produites
    ouvrir ouvre ouvrent ouvert ouverte ouverts ouvertes ouverture
    offrir offre offres offrent offert offerte
    elire elu elue elus elues
    exclure exclu exclue exclus exclues exclusion
    conclure conclu conclue conclus conclues conclusion
    proteger protege proteges protegee protegees protegent protection protections
    donnees donnee
"""


def stem_of(word: str) -> str:
    """The term of a folded word of letters."""
    known = _KNOWN.get(word)
    if known is not None:
        return known
    return _rooted(_singular(word))


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("aux") and word[-4] != "e":
        return word[:-2] + "l"
    return word[:-1] if len(word) > 3 and word[-1] in "xs" else word


def _rooted(word: str) -> str:
    for ending, least, other in _ENDINGS:
        if len(word) >= least and word.endswith(ending):
            word = word[: -len(ending)] + other
            break
    for pair in _DOUBLED:
        if len(word) > 4 and pair in word:
            word = word.replace(pair, pair[0])
    for last in "reei":
        if len(word) > 4 and word[-1] == last:
            word = word[:-1]
    return word


_LINES = [line.split() for line in _FAMILIES.splitlines() if line.strip()]
_KNOWN = {form: _rooted(line[0]) for line in _LINES for form in line}
FORMS = {_rooted(line[0]): tuple(line) for line in _LINES}  # words that a term stands for and may not begin like
