import DICOMNetwork
import Testing
