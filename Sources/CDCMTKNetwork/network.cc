#include "CDCMTKNetwork.h"
