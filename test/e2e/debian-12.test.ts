import { tour } from "./support/tour";

tour("debian-12-x64");
