"""Vietnamese."""

from assistant.language.table import day_words, language

TABLE = language(
    "vi",
    yes="có, vâng,",
    no="không,",
    stop="""và là của có không được các những một cho với này đó khi đã đang sẽ thì mà ở trong trên dưới ra vào từ
    đến về tôi anh chị em ông bà họ chúng ta cũng rất""",
    questions="ai, gì, nào, đâu, mấy, sao, bao nhiêu, khi nào, ở đâu",
    negation="không, chưa, chẳng, đừng, chớ, không bao giờ, không ai, không gì",
    planned="sẽ, phải, cần, muốn, định, dự định, kế hoạch, dự kiến, sắp",
    conditional="nếu, trừ khi, có thể, có lẽ, chắc, giá mà, nếu không",
    limited="""chỉ, trừ, ngoại trừ, thay vì, thay vào đó, một phần, thường, giới hạn, không phải tất cả, không
    phải lúc nào, nhưng, tuy nhiên, mặc dù""",
    denial="bất khả thi, thất bại, thiếu, từ chối, bị cấm, đã xóa, ngừng",
    months="""tháng_một tháng_giêng tháng_1|tháng_hai tháng_2|tháng_ba tháng_3|tháng_tư tháng_4|tháng_năm
    tháng_5|tháng_sáu tháng_6|tháng_bảy tháng_7|tháng_tám tháng_8|tháng_chín tháng_9|tháng_mười
    tháng_10|tháng_mười_một tháng_11| tháng_mười_hai tháng_chạp tháng_12""",
    weekdays="thứ_hai|thứ_ba|thứ_tư|thứ_năm|thứ_sáu|thứ_bảy|chủ_nhật",
    days=day_words(
        offsets={"hôm kia": -2, "hôm qua": -1, "tối qua": -1, "hôm nay": 0, "ngày mai": 1, "ngày kia": 2},
        last="trước, qua, vừa qua",
        this="này",
        next="sau, tới",
        units={
            "day": "ngày", "week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm",
            "weekend": "cuối tuần,"},
        ago="trước",
        ahead="nữa, sau",
        numbers="một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mười_một|mười_hai",
    ),
    dated="ngày ngàytạo",
)  # fmt: skip
