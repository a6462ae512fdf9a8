"""What programs of several languages write into the name of a file to say that it is a copy."""

#: Words for a version that another one stands against.
CONFLICT = (
    "conflict conflicted konflikt konfliktkopie conflit conflicto conflitto conflito conflictkopie konfliktní конфликт "
    "конфликтная 冲突 衝突 競合 충돌"
).split()
#: Words for a copy.
COPY = (
    "copy kopie copie copia cópia kopia kópia копия копія 副本 コピー 복사본 사본 kopio másolat kopya salinan".split()
)
#: What leads to the name of what was copied: "Copy of", "Kopie von".
OF = "of von de di van av af z из".split()
