"""What each share and coefficient of agreement says, in one or two sentences for people who know no statistics."""

EXPLAINED = {
    "exact": "Of all comparisons of two grades on one marker, the share in which both were the same.",
    "within_one": "The share in which both were the same or next to each other. With few grades much of this comes by chance.",
    "alpha_nominal": "Agreement beyond chance, where all differences count alike. 1 is full agreement, 0 is chance.",
    "alpha_ordinal": (
        "Agreement beyond chance, where a difference counts the more, the more grades were given between the two. It is the "
        "figure to quote for grades. Krippendorff’s own, not the ordinal alpha that rests on polychoric correlations."
    ),
    "alpha_interval": "As before, but as if the steps between neighbouring grades were all of one size.",
    "ac1": "Agreement beyond chance by another idea of chance, which stays steady where nearly all grades are alike.",
    "ac2_linear": "Gwet’s coefficient, where near grades count in part: the less, the further apart, in even steps.",
    "ac2_ordinal": "Gwet’s coefficient, where the credit for near grades follows their order alone.",
    "ac2_quadratic": "Gwet’s coefficient, where small differences are forgiven and large ones weigh most.",
    "icc_2_1": (
        "How far one appraiser’s grades can be relied on, as a share of all variation between markers and people. It treats "
        "grades as numbers and uses only markers that everybody graded."
    ),
    "icc_2_k": "The same for the average of all these appraisers, which is steadier than any one of them.",
}
