/**
 * Words that may stay in kept text. Everything that people type, and everything that scanners write, is cut into words;
 * a word that is not here is dropped. To let a new protocol or product word through, add it here.
 */
function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** MR physics, sequences, contrasts, vendors' sequence names, as used in protocol and series names. */
const SEQUENCE_WORDS = words(`
  adc add adni all amp angio art ascl asc asl asset auto avg average b0 b1 bias bias balanced bipolar blade bold boost brain bravo bssfp
  cbf cbv cestir cest cine ciss coil colfa color comb combined complex contrast control corr corrected csi cube
  db dce deep delta denoised dess difference diff diffusion dir dirs direction directions dis distortion dixon dki drive dsc dti dtsi dual
  dwi dyn dynamic echo echoes eddy edr effect elst ep epi epfid epse epse2d epi2 epirt err exp exponential fa fase fast fat fatsat fb fc fe ffe fft field fieldmap fid
  fiesta fieldmapping filt filter filtered fisp fl flair flash flow fm fmap fmri fov fractional freq frequency frfse fs fse fsat fsp fspgr full func functional fuse fused
  gad gado gadolinium gdc ge gems gfm gne grad gradient grappa gre grase greme gr haste hz hyperband hyper ideal iepi image imag imaginary images imaging
  in inphase inplane interleaved inv inv1 inv2 inversion ir irspgr irse iso isotropic iterative jet kspace kt
  label labeled labelled lava layer line localiser localizer loc locator long low mag magn magnitude map mapping maps mask matrix max mb mbep mbepi mbsense mddw mdt me mean measure medic megre megrase memp
  memprage merge mip mipir minip minimal moco mono monopolar mosaic mov mp mp2rage mpr mprage mprageme mra mrcp mri mrs mrsi mrv mt mtc mts mtr multi multiband multiecho multishot mv mvs
  navigator navi neuro nex no noise non none nonlinear norm normalized normalised ns null off offset on one op opp oppphase opposed optimised optimized orig original orth ortho out outphase ow oversampling
  pa parallel pasl pat pc pca pcasl pctof pd pdff pdw pe pelvis pepolar perf perfusion periodic ph phase phasemap phs plane poet polarity positive pre press prep prescan preproc product promo propeller proset prot protocol proton ps psif psir pulse
  qsm quick qti quiet rage ram raw rd rcbf real rec recon ref reference refocus reg registered rel relcbf relcbv res resolve rest resting retro reverse reversed rf rot rotated routine rsfmri rs run
  sat save sbref scan scout se segment segmented sense seq sequence series set shape shim shimming short siemens signal single skipped slab slice slices slc small smart smooth snap snr space spair spc spc3d spcir specir spectro spectroscopy spgr spin spiral spir spoiled spoiler spsp
  ss ssfp ssh stack std steady step stir sub subtraction susceptibility sw swan swi swip sweep svs sws sag tag task tensor te test tfe tfi tfl tgse ti tilt tilted time timer tir tirm tmax tof tp tr trace tracew tricks trueisp true trufi truefisp tse tte tt ttp turbo twist two
  ultra uni unfiltered uni-den uniform univ user vaso vasc vec velocity venc venogram vess vessel vibe vista vol volume volumetric wait water wb weighted wfs whole wip wm x y z zoom zoomit zte
  accelerated acq ascending descending efgre fgre seepi unaliased leakage lb adv hh product sms sl slc slcs interleave hyperslice retest regression
  t1 t2 t1w t2w t2star pdw w wo weight ww weigth gm csf nawm hr hires highres lowres mm ms nii cm sec min ml ref1 fsp mpunfiltered b bw bval bvals bvec dir6 dir12 dir64 hardi noddi shell shells multishell ax axial
`);

/** Groups whose sequences are shared between sites: their prefix tells the sequence, not the site. */
const SHARED_SEQUENCE_WORDS = words(`
  cmrr mbep nih mgh mgb abcd hcp bida nyu uclh vibe skope siemens ge philips wip customerseq siemensseq
`);

/** Anatomy, orientation and position. */
const ANATOMY_WORDS = words(`
  abdomen acpc adjusted amygdala anat anatomical anatomy angle ant anterior ap apex arm arterial artery axial axiale axiales axis basal base bilat bilateral body bone brain brainstem breast
  carotid cerebellum cerebral cervical chest circle cor coronal coronale cord cortex cortical cranial crane crâne cerveau cereb decubitus dent dir down ear enc encephale encéphale eye face femoral feet first foot fossa frontal
  ganglia globus hand head headneck head-neck heart hfp hfs hip hipp hippo hippocampal hippocampus hypothalamus hypophyse iac inf inferior internal knee lateral left lh limbic lobe lower lumbar lr lung
  medial mid midbrain moelle motor neck nerve occipital oblique oeil opt optic orbit orbits orbite parietal part partial pariet pelvis pituitary plexus pons post posterior prone pineal rl right rh rachis
  sagittal sagittale sagittales semi shoulder si side sinus skull spinal spine stem sup superior supine tail temporal temp thal thalamus thoracic thorax tot tra trans transversal transverse trigeminal trunk tumor tumour upper venous ventral ventricle visual wholebody wrist
`);

/** Clinical and study words that name a purpose and nobody. */
const PURPOSE_WORDS = words(`
  activation advanced after and angiography apres après audio avant avec axes before baseline beta block blocked calibration cal card cardiac check clinical clin control controls day dataset demyelination dementia demence démence diagnostic divers dose early
  electrode epilepsie epilepsy epileptic examen exam examination exercise extra eyes closed open finger tapping fixation follow followup for from gadovist dotarem clariscan gating gated high hold injection intra irm language late left lesion lesions line management manual memory motion movie multiple
  mri navigation nback normal open optional passive patient pause phantom physio physiological plus post preop postop practice pre program protocole protocol quality qa qc quant quantitative rapid recherche repeat repos research respiratory response review routine sclerosis sclerose sep schizophrenia sensory session short
  sans spontaneous standard stim stimulation stroke avc study subject summary suivi surgery table tache tâche tapping task task-rest template test time tractography trial trigger triggered tumeur tumeurs tumor unknown update ventilation verb vision visit volunteer watch with without words work yes
  first second third fourth initial last end start stop sequential ascending descending alternate concatenated of the to by at is as
`);

/** Defined terms and enumerated values of MR attributes (PS3.3 C.8.3, C.8.13) and vendors' ImageType words. */
const DEFINED_TERMS = words(`
  srgb from has acq mod binary fractional probability occupancy container num code uidref composite scoord scoord3d tcoord pname datetime contains has obs context concept mod properties inferred selected separate complete verified unverified multipoint polyline polygon polyhedron ellipsoid point rigid rigid_scale affine manual automatic semiautomatic undefined unspecified
  reported final preliminary corrected provisional singlerow multirow hybrid multivoxel single_voxel plane row volume quadrature real imaginary absorptive dispersive convolution deconvolution convolution_and_deconvolution frequency time domain press steam slaser semilaser megapress dcmr mr sr seg reg rwv pr smoking married single neutered altered unaltered scheduled completed discontinued started lossless lossy iso_10918_1 iso_14495_1 iso_15444_1 iso_13818_1
  axial axial_obl sagittal coronal medium soft hard low routine stat priority report_request tiled_full tiled_sparse 3d_temporal
  attenuated fluid unnamed
  absorption acc acquisition acceleration add adult anisotropic ascii asl asymmetric average averaged b1rms band bandpass blank blip blood bmatrix body body_part borelocal both brain butterfly bwm
  cardiac center centric cine col color colour column combination combined compensated complex composed concatenated continuous cosine csa curve cube current decoupled defined depth derived diaphragm diffusion dimension directional disable discontinuous dis2d dis3d distorted disabled echo_00 ecg edit ellipse elliptical enable enabled enhanced entire epi even external exponential extremity
  fast fat fda feet fermi fida field filtered first fixed flash flow forward frame frames freq frequency full function gaussian gems global gradient grid group half hamming hanning head highpass hilbert iec ifm image imaginary inline in_phase inflow interleaved interpolated inversion isotropic laser level linear local localizer longitudinal lorentz lowpass lookup
  magnitude manual mapping mask matrix maximum mean median mesh metabolite minimum mip mixed modality mode modified monochrome monochrome1 monochrome2 moco mosaic motion mprage mtc multicoil multiple nerve none normal normalized nominal odd offset opposed original other out outer out_of_phase output overlay oversampled
  palette paradigm parallel partial per peripheral perfusion phase phased piecewise pixel planar plane plot posterior presat presentation primary prospective product projection proton pseudo pseudocontinuous pulsed pulse quadrature radial random real realtime rectangular rectilinear recon reformatted regional reject repeat report research resampled resp respiration respiratory retrospective reverse riesz rotate row rowcol rest
  sat saturation scale scout screen secondary sense sigmoid signal sinc single sinusoidal skope slab slice smash smr snap source space spatial spectral spectroscopy spin spiral spoiled squared static steady stim stimulus strength subset subtraction surface swi switched synchronised table tagging temporal tensor tgrappa time tissue total transmit triangular truncated ttest turbo two uniform unknown unsaturated use user
  value variable varied velocity vertical vframe volume water waveform weighted whole window within xray zero segmented mono stacked ungated breath hold identity rgb ybr rct ict palette stopped inside outside beginning ending before after center_out hermitian half_fourier
  venous arterial delayed fluid spectrally selective suppression suppressed water_sat fat_sat fat_water ratio rms rcbf rcbv mtt ttp cbf cbv bolus arrival label control m0 subtract pasl pcasl casl tensor_b0 tracew tra fa_map colfa adc_unspecified diffusion_anisotropy exam echo fieldmap shimmed shim norm dirty unfiltered filt pfp pff sfs csa coronal sagittal transversal oblique scout localizer tof mra
`);

/** Makers, product lines, models, coils. `acme super dooper scanner` is the equipment of NEMA's sample images. */
const DEVICE_WORDS = words(`
  siemens healthineers healthcare ag gmbh ltd inc co corp corporation medical systems general electric ge philips nederland canon mec toshiba hitachi fujifilm uih united shanghai neusoft bruker biospin esaote hyperfine paramed mediso company agfa marconi picker varian magnetic resonance invivo rapid noras nova scanmed neocoil hologic medspira usai qed
  magnetom prisma fit skyra vida verio trio triotim trio-tim tim espree avanto aera sola lumina cima terra plus terrax altea amira essenza spectra symphony sonata harmony allegra biograph mmr connectom cx free max flow impact investigational
  acme super dooper devices scanner
  signa discovery architect premier hero voyager artist pioneer optima explorer excite hdx hdxt hdx-t echospeed brivo creator prime victor highspeed twinspeed infinity genesis
  ingenia elition ambition achieva intera panorama gyroscan evolution smart path dstream quasar mrx omega hp xr galan vantage titan orian elan centurian centurion fortian saturn atlas excelart powered by altair express oasis echelon oval airis aperto velocity synergy
  umr omega pelvic jupiter swoop gemini ptab xgv mrt gyrex
  syngo software release version build mr dv lx mx ve vb vd va xa xa30 xa60 nxva master latest patch image server sp hf mrdc
  coil coils channel channels ch multi head headneck neck spine body array matrix surface flex loop large small medium knee shoulder foot ankle wrist breast torso cardiac phased phase element elements quad quadrature transmit receive volume birdcage tx rx local bore base base anterior posterior speeder atlas brain hnu hns nvarray nvhead hrbrain hr inv neurovascular vascular peripheral upper lower top bottom left right extremity optima dedicated air gem combined auto adaptive sense cp circular polarised polarized single dual air split open openhead tra combo hs he ne hc nc bo sp pa pn
  hea hep nea nep spdr unnamed
  siemensseq customerseq seq internal adjusted predicted fast slow normal whisper first level system fix user default high low medium yes no none off on num
  gadovist gadobutrol dotarem gadoterate gadoteric acid clariscan prohance gadoteridol multihance magnevist omniscan elucirem gadopiclenol meglumine intravenous iv contrast gadolinium
  normalized hz us ms ppm percent degree degrees radian radians unspecified od hu optical density s2 stack in position number temporal index inversion value type diffusion effective echo time trigger delay frame label acquisition gradient orientation velocity encoding direction image chemical shift component complex volume nominal cardiac asl repetition cbf
  brainlab head first supine head adult epi t1 gre tse sos sum squares grappa msense caipi caipirinha arc asset hypersense airrecon dl recon deep resolve compressed cs sense smartspeed speeder advanced clear aice precise bold basic minimum maximum monopolar bipolar
`);

/** Words of structured content: measurements, findings, segments and what describes them (PS3.16 TID 1500, CID 7150-7192, 7469). */
const STRUCTURED_WORDS = words(`
  measurement measurements measured report imaging image library entry group groups descriptor descriptors tracking identifier unique finding findings site structure structures tissue tissues morphology morphologically altered abnormal abnormality anatomical region segment segmented segmentation segmenter property properties category type source
  volume volumetric area length width height diameter axis perimeter circumference thickness surface distance angle ratio mean median minimum maximum mode standard deviation variance skewness kurtosis entropy energy percentile quantity unit units unity number count index value values concentration fraction density intensity coefficient apparent diffusion anisotropy kinetic transfer constant rate
  procedure reported language english french content country person observer device role name summary qualitative evaluation evaluations conclusion conclusions impression impressions comment comments method derivation algorithm algorithms automatic automated semiautomatic manual parameters version family study time point context subject laterality side fetus
  united states france kingdom america background foreground substance physical object fluid space spatial body cavity intracranial extracranial supratentorial infratentorial
  stable unchanged increased decreased progression regression new resolved enhancing nonenhancing enhancement necrosis necrotic edema oedema hemorrhage haemorrhage hemorrhages microbleed microbleeds cyst cystic neoplasm neoplasms tumor tumour tumors glioma glioblastoma meningioma schwannoma metastasis metastases plaque plaques lesion lesions hyperintensity hyperintensities hypointensity infarct infarction ischemia ischemic atrophy gliosis core penumbra mass malignant benign whole active
  hemisphere gyrus gyri sulcus insula insular cingulate precentral postcentral supramarginal fusiform lingual parahippocampal entorhinal precuneus cuneus pericalcarine calcarine orbitofrontal triangularis opercularis orbitalis pars rostral caudal middle isthmus pole transverse bankssts paracentral caudate putamen pallidum accumbens nucleus nuclei substantia nigra subthalamic red dentate claustrum capsule callosum corpus splenium genu fornix fimbria commissure chiasm tract tracts fasciculus peduncle vermis medulla oblongata ventricle ventricles choroid cisterna lateral third fourth cerebrospinal meninges dura falx tentorium scalp bone marrow orbit sinus sinuses gland vessel vessels vein veins artery arteries vertebral basilar cerebri white gray grey matter deep juxtacortical periventricular cortical subcortical parenchyma
  linear affine rigid rigid_scale registration transformation matrix fiducial fiducials deformable deformation field
  choline creatine lactate lipid glutamate glutamine myoinositol inositol gaba naa acetylaspartate water citrate spectrum spectra
`);

/** Words allowed in what people type: series, study and protocol names, comments. */
export const PROTOCOL_VOCABULARY: ReadonlySet<string> = new Set([
  ...STRUCTURED_WORDS,
  ...SEQUENCE_WORDS,
  ...SHARED_SEQUENCE_WORDS,
  ...ANATOMY_WORDS,
  ...PURPOSE_WORDS,
  ...DEFINED_TERMS,
]);

/** Words allowed in what scanners write: makers, models, coils, software, defined terms. */
export const DEVICE_VOCABULARY: ReadonlySet<string> = new Set([
  ...STRUCTURED_WORDS,
  ...SEQUENCE_WORDS,
  ...ANATOMY_WORDS,
  ...DEFINED_TERMS,
  ...DEVICE_WORDS,
]);

/** Words allowed in text of attributes that the profile does not list. */
export const ALL_VOCABULARY: ReadonlySet<string> = new Set([...PROTOCOL_VOCABULARY, ...DEVICE_VOCABULARY]);
