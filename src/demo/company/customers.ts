/** company, customer, name, grade, creditLimit, termDays, channel, strategic, firstSignedOn, owner */
export const customers = [
  ['C01', 'K1001', '苏州锐恒自动化设备有限公司', 'AA', '800000.00', '45', 'direct', 'false', '2021-03-08', 'sales0001'],
  ['C01', 'K1002', '宁波瀚川注塑机械有限公司', 'A', '500000.00', '60', 'direct', 'false', '2022-05-16', 'sales0001'],
  ['C01', 'K1003', '东莞凯晟电子科技有限公司', 'B', '400000.00', '45', 'direct', 'false', '2023-09-11', 'sales0001'],
  ['C01', 'K1004', '无锡鼎锋精密模具有限公司', 'AAA', '2000000.00', '60', 'direct', 'true', '2019-11-25', 'sales0001'],
  ['C01', 'K1005', '佛山南泽五金制品有限公司', 'C', '150000.00', '30', 'direct', 'false', '2024-02-19', 'sales0002'],
  ['C01', 'K1006', '合肥云峥新能源装备有限公司', 'B', '600000.00', '45', 'direct', 'false', '2023-04-03', 'sales0001'],
  ['C01', 'K1007', '青岛佳泽轴承有限公司', 'B', '300000.00', '30', 'direct', 'false', '2022-08-22', 'sales0002'],
  ['C02', 'K2001', '杭州明溪进出口有限公司', 'A', '700000.00', '45', 'channel', 'false', '2021-07-12', 'sales0001'],
  ['C02', 'K2002', '厦门闽川贸易有限公司', 'B', '350000.00', '30', 'channel', 'false', '2023-01-09', 'sales0002'],
  ['C02', 'K2003', '成都蜀恒机电设备有限公司', 'C', '200000.00', '30', 'channel', 'false', '2024-05-27', 'sales0002'],
  ['C02', 'K2004', '天津港信供应链有限公司', 'AA', '900000.00', '60', 'direct', 'true', '2020-10-19', 'sales0001'],
  ['C02', 'K2005', '武汉楚川建材有限公司', 'D', '50000.00', '15', 'channel', 'false', '2024-09-02', 'sales0002'],
] as const;

export const customerColumns = [
  'company',
  'customer',
  'name',
  'grade',
  'creditLimit',
  'termDays',
  'channel',
  'strategic',
  'firstSignedOn',
  'owner',
] as const;
