"""Indonesian and Malay."""

from assistant.language.table import day_words, language

TABLE = language(
    "id",
    yes="ya,",
    no="tidak, bukan,",
    stop="""ada adalah agar akan aku atau bagi bahwa dalam dan dari dengan di dia hanya harus ini itu jika juga kami
    kamu karena ke kita lagi mereka oleh pada saja sang saya sebagai sebuah sedang sudah telah tentang tetapi untuk
    yang""",
    questions="siapa apa kapan bila mana dimana di mana kemana mengapa kenapa bagaimana berapa",
    negation="tidak, bukan, belum, jangan, tak, tanpa, tidak pernah, tiada",
    planned="akan, harus, rencana, berencana, direncanakan, mau, ingin, perlu, hendak",
    conditional="jika, kalau, apabila, kecuali, mungkin, barangkali, bisa jadi, seandainya, andai",
    limited="""hanya, cuma, kecuali, daripada, sebagai gantinya, sebagian, biasanya, terbatas, tidak semua, tidak
    selalu, tetapi, namun, meskipun""",
    denial="mustahil, gagal, kurang, menolak, ditolak, dilarang, dihapus, dihentikan, dinonaktifkan, mencegah",
    months="""januari jan|februari feb|maret mac mar|april apr|mei|juni jun jun|juli julai jul|agustus ogos agu
    agt|september sept sep|oktober okt|november nov|desember disember des""",
    weekdays="senin isnin|selasa|rabu|kamis khamis|jumat jum'at jumaat|sabtu|minggu ahad",
    shared="mei mac mar minggu des",
    days=day_words(
        offsets={"kemarin lusa": -2, "kemarin": -1, "semalam": -1, "hari ini": 0, "besok": 1, "esok": 1, "lusa": 2},
        last="lalu, kemarin, yang lalu, terakhir, lepas",
        this="ini",
        next="depan, hadapan",
        units={
            "day": "hari", "week": "minggu pekan", "month": "bulan", "quarter": "kuartal triwulan", "year": "tahun",
            "weekend": "akhir pekan, akhir minggu",
        },
        ago="lalu, yang lalu",
        ahead="lagi",
        numbers="satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|dua_belas",
        before="bulan pada",
    ),
    never_ends="dr prof tn ny yth",
    before_number="no hal gbr",
    before_small="dll dsb",
    dated="tanggal dibuat",
)  # fmt: skip
