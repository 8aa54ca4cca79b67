"""Guessing what one does all day from a posting's title."""

from __future__ import annotations

import re

from kiosk.domain.codes import WorkKind

WORDS: tuple[tuple[WorkKind, str], ...] = (
    # written on a screen, whatever it is about: 仓库管理系统开发 is no work in a warehouse
    (WorkKind.OFFICE, "开发 程序员 java python php 前端 后端 全栈 架构师 算法 软件 测试工程师 产品经理 研发 运维"),
    (WorkKind.WATER, "水上保洁 河道 水域 打捞 船员 水手 捕捞 养殖 渔业 救生员"),
    (WorkKind.ELDER_CARE, "养老 护理员 护工 老人 老年 陪护 照护 助浴"),
    (WorkKind.CHILD_CARE, "月嫂 育婴 育儿 保育 托育 幼儿 幼师 带娃 早教"),
    (WorkKind.SEWING, "缝纫 缝制 裁剪 针织 编织 钩织 刺绣 绣花 车位工 平车 手工"),
    (WorkKind.CASHIER, "收银"),
    (WorkKind.COOKING, "厨 面点 切配 打荷 洗碗 洗菜 烘焙 烧烤 食堂 炒菜 配菜 糕点"),
    (WorkKind.CLEANING, "保洁 清洁 家政 钟点工 保姆 环卫 清扫"),
    (WorkKind.SECURITY, "保安 安保 门卫 秩序维护 巡逻 消控 监控值班 安检员"),
    (WorkKind.DRIVING, "司机 驾驶员 骑手 外卖 快递员 配送 送货 代驾 送餐"),
    (WorkKind.GARDENING, "园艺 绿化 园林 花卉 苗圃 花艺"),
    (WorkKind.REPAIR, "维修 修理 水电工 电工 安装工 管道工 空调工 机修"),
    (WorkKind.WAREHOUSE, "仓库 仓管 仓储 分拣 搬运 装卸 打包 拣货 库管 快递站 叉车"),
    (WorkKind.FACTORY, "普工 操作工 装配 车间 流水线 焊工 钳工 数控 冲压 包装工 质检 学徒 生产 车工 铣工 注塑"),
    (WorkKind.SHOP, "店员 导购 营业员 促销 理货 店长 超市 便利店 门店 店助"),
    (WorkKind.SERVING, "服务员 传菜 迎宾 客房 咖啡师 前厅 餐饮 茶艺 调酒"),
    (WorkKind.OFFICE, "文员 行政 前台 会计 出纳 财务 人事 客服 助理 秘书 工程师 设计师 运营 编辑 录入 内勤 经理 主管"),
)
"""Words of titles, tried from the top; edit freely, a posting's kind is guessed when it is taken in."""

_PATTERNS = tuple((kind, re.compile("|".join(map(re.escape, words.split())))) for kind, words in WORDS)


def guess_kind(title: str) -> WorkKind:
    """Return the kind whose words the title has, or OTHER."""
    lowered = title.lower()
    return next((kind for kind, pattern in _PATTERNS if pattern.search(lowered)), WorkKind.OTHER)
