import { checkRegion } from "../../../components/host/uptime";
import { REGIONS } from "../../../components/settings/droplet";

test("every region has the nearest of the four places", () => {
  expect(Object.fromEntries(REGIONS.map((region) => [region, checkRegion(region)]))).toEqual({
    ams3: "eu_west",
    atl1: "us_east",
    blr1: "se_asia",
    fra1: "eu_west",
    lon1: "eu_west",
    mem1: "us_east",
    mkc1: "us_east",
    nyc1: "us_east",
    nyc2: "us_east",
    nyc3: "us_east",
    ric1: "us_east",
    sfo2: "us_west",
    sfo3: "us_west",
    sgp1: "se_asia",
    syd1: "se_asia",
    tor1: "us_east",
  });
});
