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

export const labelledNeeds: LabelledNeed[] = [
  { text: '我司拟出资80万元，寻求厚板焊缝在线检测技术。裂纹检出率不低于98%，误报率不高于2%，单条焊缝检测时间不超过30秒。请于2026年6月30日前揭榜。', budget: 800_000, deadline: '2026-06-30', indicators: ['裂纹检出率|at-least|98|%', '误报率|at-most|2|%', '单条焊缝检测时间|at-most|30|秒'] },
  { text: '公司注册资金5000万元，年产值3亿元。项目预算金额为300万。', budget: 3_000_000 },
  { text: '需要一种耐盐雾涂层：盐雾试验≥3000小时；附着力≥8MPa；干膜厚度200~300μm。', indicators: ['盐雾试验|at-least|3000|小时', '附着力|at-least|8|MPa', '干膜厚度|between|200~300|μm'], tracks: ['materials'] },
  { text: '目前处于小试阶段，希望合作完成中试。计划投入研发经费120万元。', budget: 1_200_000, trlNow: 5, trlWanted: 6 },
  { text: '已投入资金260万元建设产线，现有设备价值40万元。' },
  { text: '船舶舱室喷涂机器人，膜厚均匀度±10%，负载20公斤以上，续航4小时以上。悬赏50万元，截止日期2026-05-15。', budget: 500_000, deadline: '2026-05-15', indicators: ['负载|at-least|20|公斤', '续航|at-least|4|小时'], tracks: ['offshore', 'equipment'] },
  { text: '碳化硅器件封装，热阻小于0.1K/W，工作温度达到175℃，TRL由3提升。技术成熟度要求达到7级。', indicators: ['热阻|at-most|0.1|K/W', '工作温度|at-least|175|℃'], trlWanted: 7, tracks: ['chips'] },
  { text: '（1）主轴热误差控制在5μm以内；（2）补偿响应时间≤0.5s；（3）连续运行不少于2000小时。', indicators: ['主轴热误差|at-most|5|μm', '补偿响应时间|at-most|0.5|s', '连续运行|at-least|2000|小时'] },
  { text: '菌株发酵单位提高到80g/L，发酵周期缩短至72小时以内。公司2011年成立，2017年通过高新认定。', indicators: ['菌株发酵单位|at-least|80|g/L', '发酵周期缩短至|at-most|72|小时'], tracks: ['health'] },
  { text: 'Budget RMB 1.2 million. Bids are due by 2026-04-20. TRL 4 now.', budget: 1_200_000, deadline: '2026-04-20', trlWanted: 4 },
  { text: '市场上同类产品售价16万元，我们希望成本降低20%以上。', indicators: ['我们希望成本降低|at-least|20|%'] },
  { text: '揭榜金额：人民币150万元；报名截止4月30日；实现量产。', budget: 1_500_000, deadline: '2026-04-30', trlWanted: 9 },
  { text: '该项目资助金额为2,500,000元，研发周期18个月。', budget: 2_500_000 },
  { text: '要求抗拉强度大于1200MPa，延伸率不小于8%，线径60~80μm。', indicators: ['抗拉强度|at-least|1200|MPa', '延伸率|at-least|8|%', '线径|between|60~80|μm'] },
  { text: '设备费70万元，材料费12万元，合作费用共计100万元。', budget: 1_000_000 },
  { text: '希望高校团队解决海上风电塔筒防腐问题，截至2026年12月底前提交方案。', deadline: '2026-12-31', tracks: ['offshore'] },
  { text: '定位精度优于0.02mm；重复定位精度≤±0.01mm；节拍达到每分钟30件。', indicators: [] },
  { text: '经费预算：总投资1.5亿元，其中设备9000万元。', budget: 150_000_000 },
  { text: '识别准确率≥99.5％；单帧处理时间<20ms；支持并发不少于500路。', indicators: ['识别准确率|at-least|99.5|%', '单帧处理时间|at-most|20|ms', '支持并发|at-least|500|'] },
  { text: '我公司是高新技术企业，拥有专利30项，员工200人。' },
  { text: '污水COD降至50mg/L以下，脱盐率90%以上，吨水成本不高于6元。', indicators: ['污水COD|at-most|50|mg/L', '脱盐率|at-least|90|%', '吨水成本|at-most|6|元'] },
  { text: '样机已完成，希望进入小批量试生产。合作经费面议，不超过40万元。', budget: 400_000, trlNow: 6, trlWanted: 8 },
  { text: '电池能量密度≥350Wh/kg，循环寿命≥1000次，-20℃容量保持率≥80%。', indicators: ['电池能量密度|at-least|350|Wh/kg', '循环寿命|at-least|1000|次', '-20℃容量保持率|at-least|80|%'] },
  { text: '投标截止时间为2026年3月18日17时，预算控制价为98万元人民币。', budget: 980_000, deadline: '2026-03-18' },
]
