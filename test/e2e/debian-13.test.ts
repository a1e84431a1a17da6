import { tour } from "./support/tour";

tour("debian-13-x64");
