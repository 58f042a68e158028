// dcmtk-benchmark FILE PASSES: decodes each frame of a JPEG file as DCMTK does; one JSON line, milliseconds a frame.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/oflog/oflog.h>

namespace {

struct Frames {
    DcmDataset *dataset;
    DcmPixelData *pixels;
    Sint32 count;
    size_t samples;
    std::vector<Uint8> buffer;
    std::vector<Uint8> luma;

    bool decode(Sint32 frame) {
        Uint32 fragment = 0;
        OFString model;
        return pixels
            ->getUncompressedFrame(dataset, frame, fragment, buffer.data(), static_cast<Uint32>(buffer.size()), model)
            .good();
    }

    // DCMTK has no decode to Y alone: all is decoded, without conversion to RGB, and Y is taken.
    bool decode_luma(Sint32 frame) {
        if (!decode(frame)) return false;
        for (size_t pixel = 0; pixel < luma.size(); pixel++) luma[pixel] = buffer[pixel * samples];
        return true;
    }
};

template <typename Body> double least_milliseconds(int passes, Sint32 frames, Body body) {
    double least = 1e30;
    for (int pass = 0; pass < passes; pass++) {
        const auto start = std::chrono::steady_clock::now();
        for (Sint32 frame = 0; frame < frames; frame++) {
            if (!body(frame)) {
                std::fprintf(stderr, "dcmtk-benchmark: frame %d is not decoded\n", static_cast<int>(frame));
                std::exit(1);
            }
        }
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
        least = std::min(least, taken.count());
    }
    return least / frames;
}

} // namespace

int main(int count, char **arguments) {
    if (count != 3) return 64;
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    DcmFileFormat file;
    if (file.loadFile(arguments[1]).bad() || file.loadAllDataIntoMemory().bad()) return 65;
    const int passes = std::atoi(arguments[2]);
    Frames frames = {};
    frames.dataset = file.getDataset();
    DcmElement *element = nullptr;
    Uint16 rows = 0, columns = 0, samples = 0;
    frames.dataset->findAndGetUint16(DCM_Rows, rows);
    frames.dataset->findAndGetUint16(DCM_Columns, columns);
    frames.dataset->findAndGetUint16(DCM_SamplesPerPixel, samples);
    if (frames.dataset->findAndGetSint32(DCM_NumberOfFrames, frames.count).bad()) frames.count = 1;
    if (frames.dataset->findAndGetElement(DCM_PixelData, element).bad()) return 65;
    frames.pixels = OFstatic_cast(DcmPixelData *, element);
    frames.samples = samples;
    frames.luma.resize(size_t(rows) * columns);
    frames.buffer.resize((frames.luma.size() * samples + 1) & ~size_t(1));

    DJDecoderRegistration::registerCodecs(EDC_photometricInterpretation);
    const double colour = least_milliseconds(passes, frames.count, [&](Sint32 frame) { return frames.decode(frame); });
    DJDecoderRegistration::cleanup();
    DJDecoderRegistration::registerCodecs(EDC_never);
    const double luma = least_milliseconds(passes, frames.count, [&](Sint32 frame) { return frames.decode_luma(frame); });

    std::printf("{\"decodeColour\": %.6f, \"decodeLuma\": %.6f, \"means\": [", colour, luma);
    for (Sint32 frame = 0; frame < frames.count; frame++) {
        if (!frames.decode_luma(frame)) return 1;
        unsigned long long sum = 0;
        for (const Uint8 level : frames.luma) sum += level;
        std::printf("%s%.6f", frame > 0 ? ", " : "", static_cast<double>(sum) / static_cast<double>(frames.luma.size()));
    }
    std::printf("]}\n");
    return 0;
}
