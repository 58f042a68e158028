internal import Identifiers

/// Names of the SOP Classes that come beside ultrasound (PS3.4 table B.5-1), to say what was skipped.
enum ForeignSOPClass {
    static func name(of sopClass: DICOMUID) -> String {
        guard sopClass.value.hasPrefix(storage), let name = names[String(sopClass.value.dropFirst(storage.count))]
        else {
            return "SOP Class \(sopClass)"
        }
        return name
    }

    private static let storage = "1.2.840.10008.5.1.4.1.1."

    private static let names = [
        "1": "Computed Radiography Image Storage",
        "1.1": "Digital X-Ray Image Storage",
        "1.2": "Digital Mammography X-Ray Image Storage",
        "1.3": "Digital Intra-Oral X-Ray Image Storage",
        "2": "CT Image Storage",
        "2.1": "Enhanced CT Image Storage",
        "4": "MR Image Storage",
        "4.1": "Enhanced MR Image Storage",
        "4.2": "MR Spectroscopy Storage",
        "9.1.1": "12-lead ECG Waveform Storage",
        "9.1.2": "General ECG Waveform Storage",
        "9.1.3": "Ambulatory ECG Waveform Storage",
        "9.2.1": "Hemodynamic Waveform Storage",
        "9.4.1": "Basic Voice Audio Waveform Storage",
        "12.1": "X-Ray Angiographic Image Storage",
        "12.2": "X-Ray Radiofluoroscopic Image Storage",
        "13.1.3": "Breast Tomosynthesis Image Storage",
        "20": "Nuclear Medicine Image Storage",
        "66": "Raw Data Storage",
        "66.1": "Spatial Registration Storage",
        "77.1.1": "VL Endoscopic Image Storage",
        "77.1.2": "VL Microscopic Image Storage",
        "77.1.4": "VL Photographic Image Storage",
        "77.1.4.1": "Video Photographic Image Storage",
        "77.1.5.1": "Ophthalmic Photography 8 Bit Image Storage",
        "77.1.6": "VL Whole Slide Microscopy Image Storage",
        "128": "Positron Emission Tomography Image Storage",
        "481.1": "RT Image Storage",
        "481.2": "RT Dose Storage",
        "481.3": "RT Structure Set Storage",
        "481.4": "RT Beams Treatment Record Storage",
        "481.5": "RT Plan Storage",
    ]
}
