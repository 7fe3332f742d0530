/** What a careful reader takes out of a pasted text. Texts are our own wording of how enterprises write. */
export interface LabelledNeed {
  text: string
  budget?: number
  deadline?: string
  /** name|comparator|value|unit */
  indicators?: string[]
  trlNow?: number
  trlWanted?: number
  tracks?: string[]
}

export const today = '2026-03-01'

export const trackWords = [
  { id: 'offshore', words: ['海工', '船舶', '海上风电'] },
  { id: 'materials', words: ['新材料', '涂层', '碳纤维'] },
  { id: 'chips', words: ['半导体', '封装', '碳化硅'] },
  { id: 'health', words: ['生物医药', '药物', '发酵'] },
  { id: 'equipment', words: ['数控机床', '机器人', '智能制造'] },
]

/** Patterns were written with these in view. */
export const labelledNeeds: LabelledNeed[] = [
  { text: '我司拟出资80万元，寻求厚板焊缝在线检测技术。裂纹检出率不低于98%，误报率不高于2%，单条焊缝检测时间不超过30秒。请于2026年6月30日前揭榜。', budget: 800_000, deadline: '2026-06-30', indicators: ['裂纹检出率|at-least|98|%', '误报率|at-most|2|%', '单条焊缝检测时间|at-most|30|秒'] },
  { text: '公司注册资金5000万元，年产值3亿元。项目预算金额为300万。', budget: 3_000_000 },
  { text: '需要一种耐盐雾涂层：盐雾试验≥3000小时；附着力≥8MPa；干膜厚度200~300μm。', indicators: ['盐雾试验|at-least|3000|小时', '附着力|at-least|8|MPa', '干膜厚度|between|200~300|μm'], tracks: ['materials'] },
  { text: '目前处于小试阶段，希望合作完成中试。计划投入研发经费120万元。', budget: 1_200_000, trlNow: 5, trlWanted: 6 },
  { text: '已投入资金260万元建设产线，现有设备价值40万元。' },
  { text: '船舶舱室喷涂机器人，膜厚均匀度±10%，负载20公斤以上，续航4小时以上。悬赏50万元，截止日期2026-05-15。', budget: 500_000, deadline: '2026-05-15', indicators: ['膜厚均匀度|at-most|10|%', '负载|at-least|20|公斤', '续航|at-least|4|小时'], tracks: ['offshore', 'equipment'] },
  { text: '碳化硅器件封装，热阻小于0.1K/W，工作温度达到175℃，TRL由3提升。技术成熟度要求达到7级。', indicators: ['热阻|at-most|0.1|K/W', '工作温度|at-least|175|℃'], trlNow: 3, trlWanted: 7, tracks: ['chips'] },
  { text: '（1）主轴热误差控制在5μm以内；（2）补偿响应时间≤0.5s；（3）连续运行不少于2000小时。', indicators: ['主轴热误差|at-most|5|μm', '补偿响应时间|at-most|0.5|s', '连续运行|at-least|2000|小时'] },
  { text: '菌株发酵单位提高到80g/L，发酵周期缩短至72小时以内。公司2011年成立，2017年通过高新认定。', indicators: ['菌株发酵单位|at-least|80|g/L', '发酵周期|at-most|72|小时'], tracks: ['health'] },
  { text: 'Budget RMB 1.2 million. Bids are due by 2026-04-20. TRL 4 now.', budget: 1_200_000, deadline: '2026-04-20', trlNow: 4 },
  { text: '市场上同类产品售价16万元，我们希望成本降低20%以上。', indicators: ['成本降低|at-least|20|%'] },
  { text: '揭榜金额：人民币150万元；报名截止4月30日；实现量产。', budget: 1_500_000, deadline: '2026-04-30', trlWanted: 9 },
  { text: '该项目资助金额为2,500,000元，研发周期18个月。', budget: 2_500_000 },
  { text: '要求抗拉强度大于1200MPa，延伸率不小于8%，线径60~80μm。', indicators: ['抗拉强度|at-least|1200|MPa', '延伸率|at-least|8|%', '线径|between|60~80|μm'] },
  { text: '设备费70万元，材料费12万元，合作费用共计100万元。', budget: 1_000_000 },
  { text: '希望高校团队解决海上风电塔筒防腐问题，截至2026年12月底前提交方案。', deadline: '2026-12-31', tracks: ['offshore'] },
  { text: '定位精度优于0.02mm；重复定位精度≤±0.01mm；节拍达到每分钟30件。', indicators: ['定位精度|at-most|0.02|mm', '重复定位精度|at-most|0.01|mm', '节拍|at-least|30|件/分钟'] },
  { text: '经费预算：总投资1.5亿元，其中设备9000万元。', budget: 150_000_000 },
  { text: '识别准确率≥99.5％；单帧处理时间<20ms；支持并发不少于500路。', indicators: ['识别准确率|at-least|99.5|%', '单帧处理时间|at-most|20|ms', '支持并发|at-least|500|路'] },
  { text: '我公司是高新技术企业，拥有专利30项，员工200人。' },
  { text: '污水COD降至50mg/L以下，脱盐率90%以上，吨水成本不高于6元。', indicators: ['污水COD|at-most|50|mg/L', '脱盐率|at-least|90|%', '吨水成本|at-most|6|元'] },
  { text: '样机已完成，希望进入小批量试生产。合作经费面议，不超过40万元。', budget: 400_000, trlNow: 6, trlWanted: 8 },
  { text: '电池能量密度≥350Wh/kg，循环寿命≥1000次，-20℃容量保持率≥80%。', indicators: ['电池能量密度|at-least|350|Wh/kg', '循环寿命|at-least|1000|次', '-20℃容量保持率|at-least|80|%'] },
  { text: '投标截止时间为2026年3月18日17时，预算控制价为98万元人民币。', budget: 980_000, deadline: '2026-03-18' },
  { text: '需求名称：船用阀门密封面激光熔覆。熔覆层硬度不低于55HRC，结合强度≥350MPa，单道厚度0.8~1.2mm。预算：45万元。截止时间：2026年7月15日。', budget: 450_000, deadline: '2026-07-15', indicators: ['熔覆层硬度|at-least|55|HRC', '结合强度|at-least|350|MPa', '单道厚度|between|0.8~1.2|mm'], tracks: ['offshore'] },
  { text: '我们想找人做印染废水脱色，色度去除率要超过95%，每吨药剂成本别高于3.5元，愿意出30万元左右。', budget: 300_000, indicators: ['色度去除率|at-least|95|%', '每吨药剂成本|at-most|3.5|元'] },
  { text: '光伏组件清洗机器人：坡度适应能力大于25°，清洗效率不低于800平方米/小时，整机重量小于40kg。', indicators: ['坡度适应能力|at-least|25|°', '清洗效率|at-least|800|平方米/小时', '整机重量|at-most|40|kg'], tracks: ['equipment'] },
  { text: '公司去年销售收入2.3亿元，研发投入1200万元。本次合作面议。' },
  { text: '研发碳纤维预浸料，树脂含量偏差控制在±2%以内，面密度误差不超过3%。项目经费预计200万元，希望在2026年10月31日之前确定合作团队。', budget: 2_000_000, deadline: '2026-10-31', indicators: ['树脂含量偏差|at-most|2|%', '面密度误差|at-most|3|%'], tracks: ['materials'] },
  { text: '现已完成实验室样品，拟开展中试放大，投入资金约500万。', budget: 5_000_000, trlNow: 4, trlWanted: 6 },
  { text: '要求：1、检测精度：≤0.05mm；2、检测速度：≥60件/分钟；3、漏检率：<0.1%。', indicators: ['检测精度|at-most|0.05|mm', '检测速度|at-least|60|件/分钟', '漏检率|at-most|0.1|%'] },
  { text: '企业资质：员工350人，占地80亩，发明专利22项，2019年上市。' },
  { text: 'We need a corrosion sensor for offshore piles: accuracy within 5%, battery life of at least 24 months. Reward: RMB 800,000. Please reply before 2026-09-01.', budget: 800_000, deadline: '2026-09-01', indicators: ['accuracy|at-most|5|%', 'battery life|at-least|24|months'] },
  { text: '抗体药物发酵表达量由目前的2g/L提高到5g/L以上，宿主蛋白残留低于100ppm。', indicators: ['抗体药物发酵表达量|at-least|5|g/L', '宿主蛋白残留|at-most|100|ppm'], tracks: ['health'] },
  { text: '技术成熟度目前为4级，要求达到6级。揭榜截止：2026-08-20。榜单金额一百二十万元。', budget: 1_200_000, deadline: '2026-08-20', trlNow: 4, trlWanted: 6 },
  { text: '数控机床主轴温升不大于15℃，连续运转噪声≤72dB(A)，径向跳动0.002mm以内。', indicators: ['数控机床主轴温升|at-most|15|℃', '连续运转噪声|at-most|72|dB(A)', '径向跳动|at-most|0.002|mm'], tracks: ['equipment'] },
  { text: '本项目总投资8000万元，其中申请合作研发经费600万元。', budget: 6_000_000 },
  { text: '功率模块封装空洞率<3%，结壳热阻≤0.15K/W，功率循环次数≥10万次。', indicators: ['功率模块封装空洞率|at-most|3|%', '结壳热阻|at-most|0.15|K/W', '功率循环次数|at-least|10|万次'], tracks: ['chips'] },
  { text: '该设备市场价约60万元/台，我们目标是国产化后价格降低40%以上。', indicators: ['价格降低|at-least|40|%'] },
  { text: '水下机器人作业水深300米，抗流能力3节以上，定位误差小于0.5米。报名时间截至2026年4月15日。', deadline: '2026-04-15', indicators: ['抗流能力|at-least|3|节', '定位误差|at-most|0.5|米'], tracks: ['equipment'] },
  { text: '产品已小批量生产，计划两年内实现规模化生产，年产能不少于2万套。', indicators: ['年产能|at-least|2|万套'], trlNow: 8, trlWanted: 9 },
  { text: '拟投入研发经费80-100万元，具体面谈。', budget: 1_000_000 },
  { text: '焊接变形量要小，外观要好，希望合作单位有丰富经验。' },
  { text: '膜组件通量≥60LMH，脱盐率≥99.2%，运行压力≤1.5MPa，使用寿命3年以上。', indicators: ['膜组件通量|at-least|60|LMH', '脱盐率|at-least|99.2|%', '运行压力|at-most|1.5|MPa', '使用寿命|at-least|3|年'] },
  { text: '项目起止时间：2026年5月至2027年12月。联系人：王工。', },
  { text: '悬赏金额：25万。要求三个月内完成样机试制，焊缝一次合格率从92%提升至98%。', budget: 250_000, indicators: ['焊缝一次合格率|at-least|98|%'], trlWanted: 6 },
  { text: '海工钢板预热温度100至150℃，层间温度不高于200℃，扩散氢含量≤5mL/100g。', indicators: ['海工钢板预热温度|between|100~150|℃', '层间温度|at-most|200|℃', '扩散氢含量|at-most|5|mL/100g'], tracks: ['offshore'] },
  { text: '注塑件气味等级≤3.5级，VOC总量低于50μgC/g，成本增加不超过5%。合作预算为60万元整。', budget: 600_000, indicators: ['注塑件气味等级|at-most|3.5|级', 'VOC总量|at-most|50|μgC/g', '成本增加|at-most|5|%'] },
  { text: '目标：识别率99%以上、响应时间200毫秒以内、支持1000路视频并发。2026年6月底前交付。', indicators: ['识别率|at-least|99|%', '响应时间|at-most|200|毫秒', '视频并发|at-least|1000|路'] },
  { text: '智能制造产线改造，设备综合效率OEE达到85%，换型时间由45分钟缩短到15分钟以内。', indicators: ['设备综合效率OEE|at-least|85|%', '换型时间|at-most|15|分钟'], tracks: ['equipment'] },
]

/** Labelled before any pattern had seen them, and no pattern was changed for them: what to expect of the next text. */
export const unseenNeeds: LabelledNeed[] = [
  { text: '甲板机械用水润滑轴承：摩擦系数≤0.05，比压承受能力不低于0.6MPa，磨损量小于0.02mm/1000h。合作金额120万元，2026年8月31日截止报名。', budget: 1_200_000, deadline: '2026-08-31', indicators: ['摩擦系数|at-most|0.05|', '比压承受能力|at-least|0.6|MPa', '磨损量|at-most|0.02|mm/1000h'] },
  { text: '求购一套锂电隔膜瑕疵在线检测方案，最小可检缺陷50微米，线速度120米/分钟，误检率控制在1%以下。', indicators: ['最小可检缺陷|at-most|50|微米', '线速度|equal|120|米/分钟', '误检率|at-most|1|%'] },
  { text: '对现有酶制剂改造，酶活提升3倍以上，热稳定性在60℃保温1小时残余酶活大于80%。', indicators: ['酶活提升|at-least|3|倍', '残余酶活|at-least|80|%'] },
  { text: '需求方为海门某家纺企业，年产值1.8亿元，拟投入20万元开发抗菌面料。', budget: 200_000 },
  { text: '技术要求：海水淡化能耗≤3.0kWh/m³；产水TDS小于500mg/L；回收率40%~45%。目前处于实验室阶段。', indicators: ['海水淡化能耗|at-most|3.0|kWh/m³', '产水TDS|at-most|500|mg/L', '回收率|between|40~45|%'], trlNow: 4 },
  { text: '项目揭榜金额：300万元（含税）。揭榜申请须于2026年4月10日17:00前提交。', budget: 3_000_000, deadline: '2026-04-10' },
  { text: '机械臂末端抖动明显，希望改善控制算法，效果越好越好，费用可谈。', },
  { text: 'Seeking a low-noise fan for heat pumps. Noise below 38 dB, airflow of at least 1200 m3/h, unit cost under 45 yuan. Budget: 600,000 RMB.', budget: 600_000, indicators: ['Noise|at-most|38|dB', 'airflow|at-least|1200|m3/h', 'unit cost|at-most|45|yuan'] },
  { text: '希望高温合金叶片修复后疲劳寿命不低于新件的90%，修复周期由20天压缩到7天以内。', indicators: ['疲劳寿命|at-least|90|%', '修复周期|at-most|7|天'] },
  { text: '公司现有两条碳化硅外延产线，累计投资2.6亿元，外延缺陷密度要求小于0.5个/cm²。', indicators: ['外延缺陷密度|at-most|0.5|个/cm²'], tracks: ['chips'] },
  { text: '请在5月底前揭榜，悬赏15万元，做出可演示的样机即可。', budget: 150_000, deadline: '2026-05-31', trlWanted: 6 },
  { text: '船舶尾气脱硝催化剂，NOx转化率≥90%，空速≥8000h-1，工作温度窗口250-420℃，使用寿命不少于16000小时。', indicators: ['NOx转化率|at-least|90|%', '空速|at-least|8000|h-1', '工作温度窗口|between|250~420|℃', '使用寿命|at-least|16000|小时'], tracks: ['offshore'] },
  { text: '本单位2015年获评省级企业技术中心，现有研发人员62人，主持国家课题3项。' },
  { text: '传感器封装后漂移量不超过满量程的0.1%，响应时间优于50ms，防护等级达到IP68。资金预算贰拾万元。', budget: 200_000, indicators: ['漂移量|at-most|0.1|%', '响应时间|at-most|50|ms', '防护等级|at-least|IP68|'] },
  { text: '建设期至2027年6月，计划总投资5000万，拟安排150万元用于委托高校研发。', budget: 1_500_000 },
  { text: '（一）焊缝熔深≥4mm（二）气孔率≤0.5%（三）焊接速度不低于1.5m/min', indicators: ['焊缝熔深|at-least|4|mm', '气孔率|at-most|0.5|%', '焊接速度|at-least|1.5|m/min'] },
  { text: '希望把新材料涂层的耐磨转数做到8000转以上，附着力0级，成本控制在每平方米25元以内。', indicators: ['耐磨转数|at-least|8000|转', '附着力|equal|0|级', '成本|at-most|25|元/平方米'], tracks: ['materials'] },
  { text: '药物缓释微球包封率≥85%，24小时突释率≤15%，载药量不低于10%。TRL现为5，目标TRL 7。', indicators: ['药物缓释微球包封率|at-least|85|%', '24小时突释率|at-most|15|%', '载药量|at-least|10|%'], trlNow: 5, trlWanted: 7, tracks: ['health'] },
]
