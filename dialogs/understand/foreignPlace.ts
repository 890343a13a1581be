/** Provinces and large cities, with the regions that speak of them too. */
const REGIONS: readonly (readonly [RegExp, RegExp?])[] = [
  [/北京|天津|河北/, /京津冀/],
  [/上海|江苏|浙江|安徽|杭州|南京|苏州|宁波|合肥|无锡/, /长三角|沪苏浙/],
  [/广东|广州|深圳|香港|澳门|东莞|佛山|珠海/, /大湾区|珠三角|港澳/],
  [/重庆|四川|成都/, /成渝|川渝/],
  [/山西|辽宁|吉林|黑龙江|福建|江西|山东|河南|湖北|湖南|海南|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆/],
  [
    /青岛|大连|厦门|济南|武汉|长沙|郑州|西安|沈阳|长春|哈尔滨|石家庄|太原|福州|南昌|昆明|贵阳|南宁|海口|兰州|西宁|银川|呼和浩特|乌鲁木齐|拉萨|温州|常州/,
  ],
];
const NEIGHBOUR = /(隔壁|旁边|邻近|邻|别的|其他|外地的?)(一?个)?(市|县|区|省|城市|地方)(?!场)/;

/** Whether a folded letter is of a place. */
export type IsOfPlace = (letter: string) => boolean;

/**
 * The places of the map that a folded question names, and a neighbour; of several of one region, the first. A letter is
 * of such a place where it names it or its region.
 */
export function placesOfMap(folded: string): readonly IsOfPlace[] {
  const named = REGIONS.flatMap(([places, region]): IsOfPlace[] => {
    const name = places.exec(folded)?.[0];
    return name ? [(letter) => letter.includes(name) || (region?.test(letter) ?? false)] : [];
  });
  return NEIGHBOUR.test(folded) ? [...named, (letter) => NEIGHBOUR.test(letter)] : named;
}
