"""What the made-up world speaks of: pieces of French sentences on digital law, put together by `prose`.

A slot such as `{who}` is filled from the list of that name. No sentence states a rule of law: these are invented people
telling what happened to them.
"""

SLOTS: dict[str, tuple[str, ...]] = {
    "who": (
        "mon hébergeur", "notre ancien prestataire", "l’agence", "le développeur indépendant", "l’éditeur du logiciel",
        "le bureau d’enregistrement", "la société de maintenance", "notre sous-traitant", "le nouveau repreneur",
        "le service comptable", "le délégué à la protection des données", "notre conseil", "la plateforme",
    ),
    "thing": (
        "le nom de domaine", "la base de données", "le code source", "la sauvegarde", "le certificat", "le contrat",
        "le compte d’administration", "la boîte de messagerie", "le fichier des clients", "l’accès au serveur",
        "la documentation", "le cahier des charges", "la boutique en ligne", "le journal des connexions",
    ),
    "act": (
        "refuse de transmettre", "a fini par rendre", "dit ne plus avoir", "facture une seconde fois", "a perdu",
        "propose de déplacer", "tarde à remettre", "a modifié sans prévenir", "conserve encore", "a bloqué",
    ),
    "when": (
        "depuis lundi", "depuis trois semaines", "la veille du renouvellement", "en pleine saison", "avant l’échéance",
        "un mois après la fin du contrat", "le jour de la mise en ligne", "au retour des congés", "sans aucun préavis",
    ),
    "step": (
        "une mise en demeure par lettre recommandée", "un courriel récapitulatif", "une réunion à trois",
        "un constat de commissaire de justice", "une demande écrite et datée", "un appel au service technique",
        "une proposition de médiation", "un inventaire des accès", "une copie complète du site",
    ),
    "clause": (
        "la clause de réversibilité", "l’annexe technique", "la limitation de responsabilité", "la cession des droits",
        "le niveau de service", "la durée du préavis", "le lieu de stockage des données", "les pénalités de retard",
        "la propriété des développements", "la clause de confidentialité",
    ),
    "place": (
        "une association de quartier", "un petit cabinet", "une librairie", "un atelier de céramique", "une mairie",
        "un club de sport", "une école de musique", "une start-up de six personnes", "une coopérative", "un gîte rural",
    ),
    "state": (
        "incomplet", "très clair", "contradictoire", "muet sur ce point", "daté d’il y a dix ans", "signé à la hâte",
        "difficile à relire", "plus précis que prévu", "annexé au devis", "introuvable",
    ),
    "cost": ("deux cents euros", "trois jours de travail", "une saison entière", "un mois de chiffre", "presque rien"),
}  # fmt: skip

SENTENCES: tuple[str, ...] = (
    "Dans notre cas ({place}), {who} {act} {thing} {when}.",
    "Je gère {place} et {who} {act} {thing}.",
    "Nous avons envoyé {step}, puis {step} ; la réponse est venue {when}.",
    "Le plus simple a été {step}, même si cela a coûté {cost}.",
    "En relisant {clause}, on voit que le document est {state}.",
    "Personne ne savait où se trouvait {thing}, et {who} non plus.",
    "Quand {who} {act} {thing}, je commence par {step}.",
    "À mon avis, {clause} devrait toujours figurer sur la première page.",
    "Chez {place}, il a suffi d’{step} pour débloquer la situation.",
    "Nous avons comparé deux devis : {clause} y était, mais {state}.",
    "Le contrat est {state}, alors {who} interprète {clause} à sa façon.",
    "Je précise que nous avions payé {thing} {when}.",
    "Est-ce que quelqu’un a déjà vécu cela avec {who} ?",
    "Faut-il prévoir {step} avant d’aller plus loin ?",
    "Ma question porte sur {clause} : que demander de plus ?",
    "Résultat : {thing} est hors d’atteinte {when}.",
    "Merci pour vos réponses, j’ai transmis {step} ce matin.",
    "Gardez une trace de tout : {step} nous a servi plus d’une fois.",
    "D’après {who}, {clause} ne serait pas applicable ici.",
    "J’ai noté dans un tableau qui détient {thing}, qui paie et jusqu’à quand.",
    "La leçon que j’en tire : ne jamais laisser {thing} au nom d’un autre.",
    "Chacun y a perdu {cost}, et le site est revenu {when}.",
    "Pour {place}, {thing} représente toute la mémoire de l’activité.",
    "Pour {thing}, on nous répond « en cours de traitement », sans date.",
    "Avez-vous pensé à {step} ? C’est ce qui a marché pour nous.",
    "Rien n’empêche de reprendre {clause} point par point avec {who}.",
)

TITLES: tuple[str, ...] = (
    "{who} {act} {thing}",
    "Comment récupérer {thing} ?",
    "{clause} : comment la rédiger ?",
    "{thing} et {who} : votre avis ?",
    "Après {step}, que faire ?",
    "Récit : {who} {act} {thing}",
    "{clause} : un texte {state}",
    "{thing} : quelles précautions {when} ?",
)

FORUMS: tuple[tuple[str, str], ...] = (
    ("Contrats informatiques", "Signer, suivre, négocier."),
    ("Hébergement et serveurs", "Pannes, transferts, sauvegardes."),
    ("Noms et adresses", "Domaines, titulaires, renouvellements."),
    ("Vie privée au travail", "Fichiers, messageries, surveillance."),
    ("Commerce en ligne", "Conditions de vente, litiges, avis."),
    ("Logiciels et licences", "Libres ou non, cédés ou loués."),
    ("Associations et petites structures", "Peu de moyens, les mêmes obligations."),
    ("Contenus et images", "Droits, retraits, emprunts."),
    ("Sécurité et incidents", "Intrusions, pertes, déclarations."),
    ("Récits et retours", "Ce qui s’est passé, du début à la fin."),
)

TAGS = ("contrat", "sauvegarde", "nom de domaine", "hébergement", "licence", "résiliation", "litige", "devis", "RGPD")

FIRST_NAMES = (
    "adele", "amine", "anouk", "basile", "camille", "celeste", "clement", "dounia", "elias", "elsa", "fanny", "gaspard",
    "hugo", "ines", "jeanne", "karim", "lea", "lucien", "maelle", "malik", "margot", "nael", "nina", "octave", "paul",
    "rachid", "rose", "sacha", "salome", "simon", "tess", "thomas", "ugo", "valentine", "yann", "zoe",
)  # fmt: skip
